/* The words of a query as the index has them: what a reader calls a term otherwise gets the term's name added, and a word that the
   index does not know becomes the one that was probably meant. */
(() => {
  const FEW = 10;  // entries: a wording that more of them use finds its pages by itself
  const SHORTEST = 4;  // letters of a word that can be misspelled
  const LONG = 7;  // letters from which two of them may be wrong
  const FILLER = /[\s()[\].,:;?!，。？！、]|是什么|什么是|怎么|如何|what is|how to/g;  // beside a name
  const ENDING = /(?:ings?|ed|es|s|e|d)$/;

  const isLatin = (text) => /^[\x20-\x7e]+$/.test(text);
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lengthOf = (text) => text.length + 2 * (text.match(/\p{sc=Han}/gu) ?? []).length;  // in letters
  const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/\u200b/g, "").toLowerCase();

  /* Latin wordings as whole words, in which a blank, a hyphen and an underscore are the same. */
  const patternOf = (wording) => {
    const said = escaped(wording.toLowerCase().replace(/\(\)$/, "")).replace(/[ _-]+/g, "[ _-]*");
    return new RegExp(isLatin(wording) ? `(?<![a-z0-9_])${said}(?![a-z0-9_])` : said, "u");
  };

  /* Letters to insert, leave out, replace or exchange with their neighbours, between two words; `most` + 1 if there are more. */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1]), swapped ? before[j - 2] + 1 : Infinity);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[other.length];
  };

  window.searchWords = ({ docs, config }) => {
    const separator = new RegExp(config.separator, "u");
    const texts = docs.map(({ title, text }) => plain(`${title} ${text}`));
    const counts = new Map();  // {a word: in how many entries it is}
    for (const text of texts)
      for (const word of new Set(text.split(separator))) if (/^[a-z_]\w*$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const known = [...counts.keys()].sort();

    const begins = (start) => {
      let [low, high] = [0, known.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        known[middle] < start ? (low = middle + 1) : (high = middle);
      }
      return known[low]?.startsWith(start) ?? false;
    };

    const isNear = (word, other) => word[0] === other[0] || (word[0] === other[1] && word[1] === other[0]);
    const meant = (word) => {
      if (word.length < SHORTEST || begins(word)) return word;
      const stem = word.replace(ENDING, "");
      if (stem.length >= SHORTEST && begins(stem)) return stem;
      const most = word.length < LONG ? 1 : 2;
      const rated = known.filter((other) => other.length >= SHORTEST && isNear(word, other)).map((other) => [distance(word, other, most), -counts.get(other), other]);
      const [first] = rated.filter(([away]) => away <= most).sort(([a, b], [c, d]) => a - c || b - d);
      return first?.[2] ?? word;
    };

    const uses = (pattern) => texts.reduce((sum, text) => sum + pattern.test(text), 0);
    let terms;
    const readTerms = () => (config.terms ?? []).map(({ name, also, at }) => {
      const doc = docs.find((one) => one.location === at);
      return { name, doc, patterns: [name, ...also].map(patternOf), rare: [] };
    });
    const isRare = (term, at) => (term.rare[at] ??= uses(term.patterns[at]) < FEW);
    const all = () => (terms ??= readTerms());
    const rest = (query, pattern) => query.replace(pattern, " ").replace(FILLER, " ").trim();

    return {
      corrected: (query) => query.replace(/[a-z_]\w*/gi, (word) => {
        const instead = meant(word.toLowerCase());
        return instead === word.toLowerCase() ? word : instead;
      }),

      /* What is to be added to a query: the names of the terms that it calls by a rare name. */
      added: (query) => {
        const asked = query.toLowerCase();
        const found = all().filter((term) => term.patterns.some((pattern, at) => at && pattern.test(asked) && isRare(term, at)));
        return found.map(({ name }) => name).filter((name) => !asked.includes(name.toLowerCase()));
      },

      /* The section on the term that is all of a query, and on the one that a query speaks of, rather by a rare name. */
      terms: (query) => {
        const asked = query.toLowerCase();
        const spoken = all().filter(({ doc }) => doc).flatMap((term) => term.patterns.flatMap((pattern, at) => {
          const [found] = pattern.exec(asked) ?? [];
          return found ? [{ doc: term.doc, isRare: isRare(term, at), length: lengthOf(found), isAll: !rest(asked, pattern) }] : [];
        })).sort((one, other) => other.isRare - one.isRare || other.length - one.length);
        return { named: spoken.find(({ isAll }) => isAll)?.doc, touched: spoken[0] };
      },
    };
  };
})();
