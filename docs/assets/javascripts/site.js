/* Names for what Material leaves nameless to a screen reader: the buttons of code annotations, which it makes late. */
(() => {
  const chinese = document.documentElement.lang.startsWith("zh");
  const name = (link) => {
    const number = link.querySelector("[data-md-annotation-id]")?.dataset.mdAnnotationId ?? "";
    link.setAttribute("aria-label", `${chinese ? "注释" : "Annotation"} ${number}`.trim());
  };
  const nameAll = (root) => root.querySelectorAll(".md-annotation__index:not([aria-label])").forEach(name);
  nameAll(document);
  new MutationObserver(() => nameAll(document)).observe(document.body, { childList: true, subtree: true });
})();
