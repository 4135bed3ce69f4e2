/* What Material leaves undone in the browser. The words come from docs/data/words, by the page's head. */
(() => {
  /* Material puts an annotation's text into its place again when a link in it gets the focus, which the move would take away:
     Tab would never come further. What is in its place stays there. */
  const { prepend } = Element.prototype;
  Element.prototype.prepend = function (...nodes) {
    if (nodes.length !== 1 || nodes[0] !== this.firstChild) prepend.apply(this, nodes);
  };

  const words = JSON.parse(document.getElementById("__words").textContent);

  /* A name for what is nameless to a screen reader: the button of a code annotation. */
  const nameAnnotation = (link) => {
    const number = link.querySelector("[data-md-annotation-id]").dataset.mdAnnotationId;
    link.setAttribute("aria-label", words.annotation.replace("{number}", number));
  };

  /* A table that scrolls inside itself can be reached, and scrolled, by keyboard. All are measured before one is changed. */
  const reachTables = (wraps) => {
    const wide = wraps.map((wrap) => wrap.scrollWidth > wrap.clientWidth);
    wraps.forEach((wrap, at) => {
      if (wide[at] === wrap.hasAttribute("tabindex")) return;
      const name = `${wrap.querySelector("caption")?.textContent ?? ""} (${words.table})`;
      for (const [attribute, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", name]])
        wide[at] ? wrap.setAttribute(attribute, value) : wrap.removeAttribute(attribute);
    });
  };
  const sizes = new ResizeObserver((changed) =>
    reachTables([...new Set(changed.map(({ target }) => target.closest(".md-typeset__scrollwrap")).filter(Boolean))]));

  /* Material makes both while it starts, and when the explorer or a tab brings more. */
  const meet = (node) => {
    if (!(node instanceof Element)) return;
    node.querySelectorAll(".md-annotation__index:not([aria-label])").forEach(nameAnnotation);
    const wraps = node.matches(".md-typeset__scrollwrap") ? [node] : node.querySelectorAll(".md-typeset__scrollwrap");
    for (const wrap of wraps) [wrap, ...wrap.querySelectorAll("table")].forEach((box) => sizes.observe(box));
  };
  const content = document.querySelector(".md-content") ?? document.body;
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(meet)))
    .observe(content, { childList: true, subtree: true });
  meet(content);

  /* What is copied is the code alone: neither annotations nor the blanks before them. Comes before Material's handler. */
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
