/* What a reader sees of a query: typed into the empty box, the time until the first result is there, and its links. */
async (query) => {
  const box = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const told = document.querySelector(".md-search-result__meta");
  const type = (text) => {
    box.value = text;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  };
  const until = (isSo) => new Promise((resolve) => {
    const look = () => isSo() && (watch.disconnect(), resolve(performance.now()));
    const watch = new MutationObserver(look);
    watch.observe(list.parentElement, { childList: true, subtree: true, characterData: true });
    look();
  });
  const nothing = () => !list.children.length && !/\d/.test(told.textContent);
  type("");
  await until(nothing);
  const before = told.textContent;
  const start = performance.now();
  type(query);
  const end = await until(() => list.children.length || (told.textContent !== before && !/\d/.test(told.textContent)));
  await new Promise((resolve) => setTimeout(resolve));  // the rest of the list
  const items = [...list.querySelectorAll(":scope > li")].map((item) => [...item.querySelectorAll(":scope > a")].map((link) => link.href));
  return { ms: end - start, items, told: told.textContent };
}
