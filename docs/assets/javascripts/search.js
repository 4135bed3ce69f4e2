/* An error message that is pasted into the search box finds its entry on the errors page first, and what a reader says of a
   symptom its entry on the symptoms page. Comes before Material's script.

   Material hands the query to lunr in a worker, and shows what it sends back. Here both ways are listened in on: the messages
   of the entries stand in the index (scripts/site/search.py), a query that holds one of them, or is a piece of one, puts its
   entry on top; and what is as long as a message loses the characters and the open word ends that mean something to lunr. A query that holds
   no message is compared with the phrases of the symptoms: rare words that both have count for more than common ones. */
(() => {
  const SETUP = 0, QUERY = 2, RESULT = 3;  // Material's types of messages to and from the worker
  const RUN = 3;  // words in a row that count as the same text
  const LONG = 5;  // words from which a query is taken for a message
  const KIND = /^(?:.*\s)?[\w.]*(?:Error|Warning|Exception):\s/s;
  const GAP = "(?: \\S+){0,2} ";  // the names in a message differ from case to case

  /* The words of a text, without numbers: these differ too. */
  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const phrase = (words) => ` ${words.join(" ")} `;
  const runs = (words) => words.slice(RUN - 1).map((_, start) => phrase(words.slice(start, start + RUN)));

  let docs = [];
  let entries = null;
  let query = "";

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const entryOf = (doc) => {
    const wanted = doc.messages.map((message) => new RegExp(phrase([wordsOf(message).join(GAP)])));
    const blocks = [...parsed(doc.text).querySelectorAll("pre")].map((block) => wordsOf(block.textContent));
    const printed = blocks.filter((words) => wanted.some((message) => message.test(phrase(words))));  // and not the code
    return { doc, wanted, title: new Set(runs(wordsOf(parsed(doc.title).body.textContent))), printed: new Set(printed.flatMap(runs)) };
  };

  const best = (score, least) => {
    const scores = entries.map(score);
    const most = Math.max(...scores);
    return most >= least ? entries[scores.indexOf(most)] : undefined;
  };

  /* The entry that a query means: the one whose message it holds, the longest, or from which most of it comes. */
  const meant = (typed) => {
    entries ??= docs.filter((doc) => doc.messages).map(entryOf);
    const whole = phrase(wordsOf(typed));
    const held = best(({ wanted }) => Math.max(...wanted.map((one) => (one.test(whole) ? one.source.length : 0))), 1);
    if (held) return held;
    const pieces = runs(wordsOf(typed.replace(KIND, "")));
    const share = ({ title, printed }) => pieces.reduce((sum, piece) => sum + (title.has(piece) ? 1.5 : +printed.has(piece)), 0);
    return best((entry) => share(entry) / pieces.length, 1 / 2);
  };

  const PLAIN = new Set(("a about after all always although an and any are as at be before but by can could do does doing during even every "
    + "everything for from get gets give gives go had has have how i if in into is it its just like make makes my no not of off on only or our "
    + "over please pytorch really run running runs same should so some still take takes than that the their them then there they this to torch "
    + "too up use using very was we what when where which while who why will with without would you your").split(" "));
  const FILLER = /为什么|怎么样?|如何|什么|是不是|有没有|的时候|时候|之后|以后|模型|[的了吗呢吧啊后时很都就还也会]/gu;
  const CODE = /[\w.]*\w\([^)]*\)|\w+(?:\.\w+)+/g;  // says nothing by itself
  const RARE = 20;  // a word that no phrase has counts like one that this many have
  const ALIKE = [0.48, 0.55];  // share of a query's weight that must be in the phrases: in three words or more, in two
  const SAME = 0.9;  // share from which a query is the phrase, even where it sounds like a message
  let phrases = null;
  let weightOf = null;

  /* What can be compared of a text: its words without endings, and the pairs of neighbours in Chinese. */
  const features = (text) => {
    const latin = (text.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []).filter((word) => !PLAIN.has(word) && word.length > 1);
    const stems = latin.map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word));
    const pairsOf = (run) => (run.length > 1 ? [...run].slice(1).map((sign, at) => [...run][at] + sign) : [run]);
    const pairs = (text.replace(FILLER, " ").match(/\p{sc=Han}+/gu) ?? []).flatMap(pairsOf);
    return new Set([...stems, ...pairs]);
  };

  const readPhrases = () => {
    phrases = docs.filter((doc) => doc.phrases).flatMap((doc) => {
      const own = [...doc.phrases, parsed(doc.title).body.textContent].map(features);
      const all = new Set(own.flatMap((has) => [...has]));  // what is said of the entry, taken together
      return own.map((has) => ({ doc, has, all }));
    });
    const counts = new Map();
    phrases.forEach(({ has }) => has.forEach((one) => counts.set(one, (counts.get(one) ?? 0) + 1)));
    weightOf = (one) => Math.log(1 + phrases.length / (counts.get(one) ?? RARE));
  };

  /* The entry whose phrases are most like a query, if any are: one of them by itself, and all together. */
  const described = (typed) => {
    if (!phrases) readPhrases();
    const asked = [...features(typed)];
    if (!features(typed.replace(CODE, " ")).size) return undefined;
    const weigh = (words) => [...words].reduce((sum, one) => sum + weightOf(one), 0);
    const rated = phrases.map(({ doc, has, all }) => {
      const alike = (2 * weigh(asked.filter((one) => has.has(one)))) / (weigh(asked) + weigh(has));
      const shared = asked.filter((one) => all.has(one));
      const score = (alike + weigh(shared) / weigh(asked)) / 2;
      const least = asked.length < 4 && alike < 0.6 ? SAME : ALIKE[shared.length > 2 ? 0 : 1];
      return { doc, score: shared.length > 1 && score >= least ? score : 0 };
    });
    const first = rated.reduce((most, one) => (one.score > most.score ? one : most), { score: 0 });
    return first.score ? first : undefined;
  };

  const SEAM = /(?<=\p{sc=Han})(?=[\w("'])|(?<=[\w)"'])(?=\p{sc=Han})/gu;  // Chinese and code are written without a space
  const LETTER = /(?<![\p{L}\p{N}_])[a-z](?![\p{L}\p{N}_])\.?/giu;  // `F.` of `F.dropout` stands on every other page

  const NO_GRAD = /\bno[\s-]?grad\b/gi;  // apart, both words stand on every page

  const prepared = (asked) => {
    const typed = asked.replace(NO_GRAD, "no_grad");
    const words = wordsOf(typed.replace(KIND, "")).filter((word) => word.length > 1);
    if (words.length < LONG || /\p{sc=Han}/u.test(typed)) return (words.length ? typed.replace(LETTER, " ") : typed).replace(SEAM, " ");
    return [...new Set(words)].map((word) => `${word}^1`).join(" ");  // a boost of 1 keeps Material from adding `*`
  };

  const withFirst = (items, { doc }) => {
    const pageOf = (found) => found.location.split("#")[0];
    const group = items.find(([found]) => pageOf(found) === pageOf(doc)) ?? [];
    const page = docs.find((other) => other.location === pageOf(doc));
    const own = group.find((found) => found.location === doc.location) ?? { ...doc, terms: {} };
    const score = 1 + Math.max(0, ...items.flat().map((found) => found.score));
    const others = group.filter((found) => found !== own);
    if (!others.some((found) => found.location === page.location)) others.push({ ...page, terms: {}, score: 0 });
    return [[{ ...own, score }, ...others], ...items.filter((found) => found !== group)];
  };

  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data?.type !== RESULT) return;
        const symptom = described(query);
        const entry = symptom?.score > SAME ? symptom : meant(query) ?? symptom;
        if (entry) data.data.items = withFirst(data.data.items, entry);
      });
    }

    postMessage(message, ...rest) {
      if (message?.type === SETUP) docs = message.data.docs;
      if (message?.type === QUERY) {
        query = message.data;
        message = { ...message, data: prepared(query) };
      }
      super.postMessage(message, ...rest);
    }
  };

  /* Material waits for a key. What is pasted with the mouse comes without one. */
  document.querySelector(".md-search__input")?.addEventListener("input", ({ target }) => {
    target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  });
})();
