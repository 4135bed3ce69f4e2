/* An error message that is pasted into the search box finds its entry on the errors page first. Comes before Material's script.

   Material hands the query to lunr in a worker, and shows what it sends back. Here both ways are listened in on: the messages
   of the entries stand in the index (scripts/site/search.py), a query that holds one of them, or is a piece of one, puts its
   entry on top; and what is as long as a message loses the characters and the open word ends that mean something to lunr. */
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

  const prepared = (typed) => {
    const words = wordsOf(typed.replace(KIND, "")).filter((word) => word.length > 1);
    if (words.length < LONG || /\p{sc=Han}/u.test(typed)) return typed;
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
        const entry = meant(query);
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
