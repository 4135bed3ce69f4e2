/* Only what a reader chose is kept. Material's script would keep the scheme that it finds at the first look at a page, and the
   reader's system could no longer change it. Comes before Material's script. */
(() => {
  const NAME = "__palette", keep = window.__md_set;
  let chosen = false;

  document.addEventListener("change", (event) => { chosen ||= event.target.name === NAME; }, true);
  window.__md_set = (name, ...rest) => { if (name !== NAME || chosen) keep(name, ...rest); };
})();
