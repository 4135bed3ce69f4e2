/* An error message that is pasted into the search box finds its entry on the errors page first. Comes before Material's script.

   Material hands the query to lunr in a worker, and shows what it sends back. Here both ways are listened in on: the messages
   of the entries stand in the index (scripts/site/search.py), a query that holds one of them, or is a piece of one, puts its
   entry on top; and what is as long as a message loses the characters and the open word ends that mean something to lunr. */
(() => {
  const SETUP = 0, QUERY = 2, RESULT = 3;  // Material's types of messages to and from the worker
  const MESSAGE = 5;  // words from which a query is taken for a message, PIECE for a piece of one
  const PIECE = 3;
  const KIND = /^(?:.*\s)?[\w.]*(?:Error|Warning|Exception):\s/s;

  /* The words of a text, without numbers: these differ from case to case. */
  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const phrase = (text) => ` ${wordsOf(text).join(" ")} `;
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  let docs = [];
  let entries = null;
  let query = "";

  const read = () => docs.filter((doc) => doc.messages).map((doc) => ({
    doc,
    messages: [plain(doc.title), ...doc.messages].map(phrase),
    text: phrase(plain(doc.text)),
  }));

  /* The entry that a query means: whose message it holds, the longest one, or a piece of whose message or text it is. */
  const meant = (typed) => {
    entries ??= read();
    const whole = phrase(typed);
    let best, length = 0;
    for (const entry of entries)
      for (const message of entry.messages)
        if (whole.includes(message) && message.length > length) [best, length] = [entry, message.length];
    if (best || wordsOf(typed).length < PIECE) return best;
    const piece = whole.trimEnd();
    return entries.find((entry) => entry.messages.some((message) => message.includes(piece)))
      ?? entries.find((entry) => entry.text.includes(piece));
  };

  const prepared = (typed) => {
    const words = wordsOf(typed.replace(KIND, "")).filter((word) => word.length > 1);
    if (words.length < MESSAGE || /\p{sc=Han}/u.test(typed)) return typed;
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
