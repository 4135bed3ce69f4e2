/* What Material leaves undone in the browser. */
(() => {
  /* Names for what is nameless to a screen reader: the buttons of code annotations, which are made late. */
  const chinese = document.documentElement.lang.startsWith("zh");
  const name = (link) => {
    const number = link.querySelector("[data-md-annotation-id]")?.dataset.mdAnnotationId ?? "";
    link.setAttribute("aria-label", `${chinese ? "注释" : "Annotation"} ${number}`.trim());
  };
  const nameAll = () => document.querySelectorAll(".md-annotation__index:not([aria-label])").forEach(name);
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });

  /* What is copied is the code alone: neither annotations nor the blanks before them. Comes before Material's own handler. */
  const clean = (code) => {
    const copy = code.cloneNode(true);
    copy.querySelectorAll(".md-annotation").forEach((annotation) => annotation.replaceWith("\0"));
    return copy.textContent.replace(/[ \t]*(?:\0|# \(\d+\)!?$)/gm, "").trimEnd();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-clipboard-target]");
    if (button) button.dataset.clipboardText = clean(document.querySelector(button.dataset.clipboardTarget));
  }, true);
})();
