/* The scheme follows the system until the reader chooses one, and only a choice is kept: Material's script would keep what it
   finds at the first look at a page. Stands in the head, so that the first frame has the right scheme. */
(() => {
  const NAME = "__palette", DARK = { index: 1, color: { scheme: "slate" } };
  const get = window.__md_get, set = window.__md_set;
  let chosen = false;

  document.addEventListener("change", (event) => { chosen ||= event.target.name === NAME; }, true);
  window.__md_set = (name, ...rest) => { if (name !== NAME || chosen) set(name, ...rest); };
  window.__md_get = (name, ...rest) => {
    const kept = get(name, ...rest);
    return kept || name !== NAME || !matchMedia("(prefers-color-scheme: dark)").matches ? kept : DARK;
  };
})();
