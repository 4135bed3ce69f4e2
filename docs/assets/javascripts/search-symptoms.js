/* What a reader says of a symptom is compared with the phrases of the entries of the symptoms page (docs/data/symptoms.yml), after
   everyday words for the same thing were made the same (docs/data/search.yml): rare words that both have count for more. */
(() => {
  const PLAIN = new Set(("a about after all always although an and any are as at be before but by can could do does doing during even every "
    + "everything for from get gets give gives giving go had has have how i if in into is it its just like make makes my no not of off on only or our "
    + "over please pytorch really run running runs same should so some still take takes than that the their them then there they this to torch "
    + "too up use using very was we what when where which while who why will with without would you your").split(" "));
  const FILLER = /为什么|怎么样?|如何|什么|是不是|有没有|的时候|时候|之后|以后|模型|[的了吗呢吧啊后时很都就还也会]/gu;
  const CODE = /[\w.]*\w\([^)]*\)|\w+(?:\.\w+)+/g;  // says nothing by itself
  const RARE = 20;  // a word that no phrase has counts like one that this many have
  const ALIKE = [0.48, 0.55];  // share of a query's weight that must be in the phrases: in three words or more, in two
  const MAYBE = 0.35;  // share from which an entry is worth a look
  const SAME = 0.9;  // share from which a query is the phrase, even where it sounds like a message

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const patternOf = (word) => (/^[\x20-\x7e]+$/.test(word) ? `(?<![a-z0-9_])${escaped(word)}(?![a-z0-9_])` : escaped(word));

  /* A function that replaces everyday words for the same thing by one sign for all of them. */
  const unifier = (alike) => {
    const signs = new Map(alike.flatMap((line, number) => line.map((word) => [word.toLowerCase(), ` same_${number}_ `])));
    const longest = [...signs.keys()].sort((one, other) => other.length - one.length);
    const pattern = new RegExp(longest.map(patternOf).join("|") || "(?!)", "gu");
    return (text) => text.toLowerCase().replace(pattern, (word) => signs.get(word));
  };

  /* What can be compared of a text: its words without endings, and the pairs of neighbours in Chinese. */
  const features = (text) => {
    const latin = (text.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []).filter((word) => !PLAIN.has(word) && word.length > 1);
    const stems = latin.map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word));
    const pairsOf = (run) => (run.length > 1 ? [...run].slice(1).map((sign, at) => [...run][at] + sign) : [run]);
    const pairs = (text.replace(FILLER, " ").match(/\p{sc=Han}+/gu) ?? []).flatMap(pairsOf);
    return new Set([...stems, ...pairs]);
  };

  window.searchSymptoms = ({ docs, config }) => {
    const unified = unifier(config.alike ?? []);
    const read = (text) => features(unified(text));
    const title = (doc) => new DOMParser().parseFromString(doc.title, "text/html").body.textContent;
    const exact = new Map();
    let phrases, counts;

    const readPhrases = () => {
      phrases = docs.filter((doc) => doc.phrases).flatMap((doc) => {
        doc.phrases.forEach((phrase) => exact.set(phrase.toLowerCase(), doc));
        const own = [...doc.phrases, title(doc)].map(read);
        const all = new Set(own.flatMap((has) => [...has]));  // what is said of the entry, taken together
        return own.map((has) => ({ doc, has, all }));
      });
      counts = new Map();
      phrases.forEach(({ has }) => has.forEach((one) => counts.set(one, (counts.get(one) ?? 0) + 1)));
    };
    const weigh = (words) => [...words].reduce((sum, one) => sum + Math.log(1 + phrases.length / (counts.get(one) ?? RARE)), 0);

    /* The entry whose phrases are most like a query: one of them by itself, and all together. */
    const described = (typed) => {
      if (!phrases) readPhrases();
      const same = exact.get(typed.trim().toLowerCase());
      if (same) return { doc: same, isSame: true, isSure: true };
      const asked = [...read(typed)];
      if (!read(typed.replace(CODE, " ")).size) return undefined;
      const rated = phrases.map(({ doc, has, all }) => {
        const alike = (2 * weigh(asked.filter((one) => has.has(one)))) / (weigh(asked) + weigh(has));
        const shared = asked.filter((one) => all.has(one));
        const score = shared.length > 1 ? (alike + weigh(shared) / weigh(asked)) / 2 : 0;
        const least = asked.length < 4 && alike < 0.6 ? SAME : ALIKE[shared.length > 2 ? 0 : 1];
        return { doc, score, isSame: score > SAME, isSure: score >= least };
      });
      const best = (some) => some.reduce((most, one) => (one.score > most.score ? one : most), { score: 0 });
      const sure = best(rated.filter((one) => one.isSure));
      const first = sure.score ? sure : best(rated);
      return sure.score || (first.score >= MAYBE && asked.length > 3) ? first : undefined;
    };

    return { described };
  };
})();
