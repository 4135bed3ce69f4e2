/* An error message that is pasted into the search box finds its entry on the errors page first, and what a reader says of a
   symptom its entry on the symptoms page. Loaded by search-start.js when the search is used for the first time.

   Material hands the query to lunr in a worker, and shows what it sends back. Here both ways are listened in on: the messages
   of the entries stand in the index (scripts/site/search.py), a query that holds one of them, or is a piece of one, puts its
   entry on top; and what is as long as a message loses the characters and the open word ends that mean something to lunr. A query
   that holds no message is compared with the phrases of the symptoms (search-symptoms.js). What is the name of a term, in whatever
   words (search-words.js), has the term's section first. What only may be meant is brought up to the third place. */
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
  let words = { corrected: (asked) => asked, added: () => [], terms: () => ({}) };  // see search-words.js
  let symptoms = { described: () => undefined };  // see search-symptoms.js
  let results = { tell: () => {} };  // see search-results.js
  let entries = null;

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const plain = (html) => parsed(html).body.textContent.replace(/\u200b/g, "").toLowerCase();
  const entryOf = (doc) => {
    const wanted = doc.messages.map((message) => new RegExp(phrase([wordsOf(message).join(GAP)])));
    const blocks = [...parsed(doc.text).querySelectorAll("pre")].map((block) => wordsOf(block.textContent));
    const printed = blocks.filter((words) => wanted.some((message) => message.test(phrase(words))));  // and not the code
    const said = new Set([...wordsOf(parsed(doc.title).body.textContent), ...printed.flat()]);
    return { doc, wanted, said, title: new Set(runs(wordsOf(parsed(doc.title).body.textContent))), printed: new Set(printed.flatMap(runs)) };
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
    const share = ({ title, printed }) => pieces.reduce((sum, piece) => sum + (title.has(piece) ? 1.5 : +printed.has(piece)), 0) / pieces.length;
    const asked = [...new Set(wordsOf(typed))];
    const weigh = (some) => some.reduce((sum, word) => sum + 1 / (1 + entries.filter(({ said }) => said.has(word)).length), 0);
    const rated = (entry) => (share(entry) < 1 / 2 ? 0 : share(entry) + weigh(asked.filter((word) => entry.said.has(word))) / weigh(asked));
    return best(rated, 1 / 2);
  };

  const SEAM = /(?<=\p{sc=Han})(?=[\w("'])|(?<=[\w)"'])(?=\p{sc=Han})/gu;  // Chinese and code are written without a space
  const LETTER = /(?<![\p{L}\p{N}_])[a-z](?![\p{L}\p{N}_])\.?/giu;  // `F.` of `F.dropout` stands on every other page

  /* What stands before a name that tells by itself. */
  const MODULE = /(?<![\w.])(?:(?:torch|nn|F|optim|functional|utils|swa_utils|cuda|autograd|model|self|x)\.)+(?=\w*[_A-Z])/g;
  const NO_GRAD = /\bno[\s-]?grad\b/gi;  // apart, both words stand on every page

  const LINE = /\w\(.*\w/;  // a line of code: what is looked for is its names, as they stand
  const NAME = /[a-z]\w*/gi;

  const prepared = (asked) => {
    const whole = (line) => line.replace(/[^\w\s]/g, " ").replace(NAME, (name) => (name.includes("_") ? `${name}^4` : `${name}^1`));
    const typed = LINE.test(asked) ? whole(asked) : asked;
    const words = wordsOf(asked.replace(KIND, "")).filter((word) => word.length > 1);
    if (words.length < LONG || /\p{sc=Han}/u.test(typed)) return (words.length ? typed.replace(LETTER, " ") : typed).replace(SEAM, " ");
    return [...new Set(words)].map((word) => `${word}^1`).join(" ");  // a boost of 1 keeps Material from adding `*`
  };

  /* Results with a section among the first ones, at a place from 0: its page moves up, and it stands first of its page. */
  const placed = (items, doc, at) => {
    const pageOf = (found) => found.location.split("#")[0];
    const group = items.find(([found]) => pageOf(found) === pageOf(doc)) ?? [];
    const page = docs.find((other) => other.location === pageOf(doc));
    const own = group.find((found) => found.location === doc.location) ?? { ...doc, terms: {} };
    const others = group.filter((found) => found !== own);
    if (own !== page && !others.some((found) => found.location === page.location)) others.push({ ...page, terms: {}, score: 0 });
    const rest = items.filter((found) => found !== group);
    const where = Math.min(at, rest.length, ...(group.length ? [items.indexOf(group)] : []));
    const score = where ? rest[where - 1][0].score : 1 + Math.max(0, ...items.flat().map((found) => found.score));
    return [...rest.slice(0, where), [{ ...own, score }, ...others], ...rest.slice(where)];
  };

  /* A query as it is compared and searched, and what is searched beside it. */
  const read = (asked) => {
    const joined = asked.replace(NO_GRAD, "no_grad").replace(MODULE, "");
    const typed = KIND.test(joined) ? joined : words.corrected(joined);
    const corrected = typed === joined ? "" : words.corrected(asked.trim());
    return { asked, typed, corrected, added: KIND.test(joined) ? [] : words.added(typed) };
  };

  /* Words that the reader did not type are not told to be missing. */
  const hideMissing = (items, added) => {
    const isTyped = ([term, isThere]) => isThere || !added.some((one) => one.toLowerCase().includes(term));
    for (const found of items.flat()) found.terms = Object.fromEntries(Object.entries(found.terms).filter(isTyped));
  };

  /* The page whose title a query is, and the only one in whose title it stands: menus shorten titles. */
  let titles = null;
  const titled = (asked) => {
    titles ??= docs.filter((doc) => !doc.location.includes("#")).map((doc) => ({ doc, said: plain(doc.title) }));
    const said = plain(asked).trim();
    const held = said.length < LONG ? [] : titles.filter((title) => title.said.includes(said));
    return { whole: titles.find((title) => title.said === said)?.doc, part: held.length === 1 ? held[0].doc : undefined };
  };

  const THIRD = 2;

  const answered = (items, { asked, typed, added }) => {
    hideMissing(items, added);
    const symptom = symptoms.described(typed);
    const { named, touched } = words.terms(typed);
    const { whole, part } = titled(asked);
    const message = symptom?.isSame ? undefined : whole ?? meant(typed)?.doc;
    const first = message ?? (symptom?.isSame ? symptom.doc : named ?? part ?? (symptom?.isSure ? symptom.doc : undefined));
    const likely = [symptom?.isSure && symptom.doc, touched?.isRare && touched.doc, symptom?.doc, touched?.doc];
    const maybe = message ? undefined : likely.find((doc) => doc && doc !== first);
    const found = maybe ? placed(items, maybe, first ? 1 : THIRD) : items;
    return first ? placed(found, first, 0) : found;
  };

  window.SearchWorker = class extends window.SearchWorker {
    asked = [];  // the queries that are not answered yet

    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data?.type !== RESULT) return;
        const query = this.asked.shift();
        results.tell(query.corrected);
        data.data.items = answered(data.data.items, query);
      });
    }

    postMessage(message, ...rest) {
      if (message?.type === SETUP) {
        docs = message.data.docs;
        words = window.searchWords?.(message.data) ?? words;
        symptoms = window.searchSymptoms?.(message.data) ?? symptoms;
        results = window.searchResults?.(message.data) ?? results;
      }
      if (message?.type === QUERY) {
        const query = read(message.data);
        this.asked.push(query);
        message = { ...message, data: [prepared(query.typed), ...query.added].join(" ") };
      }
      super.postMessage(message, ...rest);
    }
  };

  /* Material waits for a key. What is pasted with the mouse comes without one. */
  document.querySelector(".md-search__input")?.addEventListener("input", ({ target }) => {
    target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  });
})();
