/* How results are shown, beside what Material does: that a misspelling was corrected is told to the reader, and where a section of a
   page is what fits best, the page's title leads there, too, and not to the top of the page. Loaded by search-start.js. */
(() => {
  const box = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const note = Object.assign(document.createElement("p"), { className: "pm-search-note", hidden: true });
  note.setAttribute("role", "status");
  document.querySelector(".md-search-result__meta")?.after(note);

  const scoreOf = (link) => Number(link.querySelector("article").dataset.mdScore);
  const lead = (item) => {
    const [page, section] = item.querySelectorAll(":scope > a");
    if (section && scoreOf(section) > scoreOf(page)) page.href = section.href;
  };

  const shown = new MutationObserver((changes) => {
    changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node.matches?.("li")).forEach(lead);
    if (!box.value.trim()) note.hidden = true;
  });
  if (list) shown.observe(list, { childList: true });

  /* `said` is the query as it was searched, if that is not what was typed. */
  window.searchResults = ({ config }) => ({
    tell: (said) => {
      note.hidden = !said;
      note.textContent = said ? config.corrected.replace("{query}", said) : "";
    },
  });
})();
