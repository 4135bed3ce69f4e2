/* Terms of the glossary told where they stand, and a link at each heading to report a mistake in its section. */
(() => {
  const GAP = 6, LINGER = 250;
  let shown = null, leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    if (shown) shown.tip.hidden = true;
    shown = null;
  };

  /* Below the term, or above where there is no room; fixed, so that nothing on the page moves. */
  const place = (term, tip) => {
    const at = term.getClientRects()[0], room = document.documentElement.clientWidth - tip.offsetWidth - 2 * GAP;
    const below = at.bottom + GAP, above = at.top - GAP - tip.offsetHeight;
    tip.style.left = `${Math.max(GAP, Math.min(at.left, room))}px`;
    tip.style.top = `${below + tip.offsetHeight > innerHeight && above > 0 ? above : below}px`;
  };

  const show = (term) => {
    clearTimeout(leaving);
    const tip = document.getElementById(term.getAttribute("aria-describedby"));
    if (shown?.term === term) return;
    hide();
    tip.hidden = false;
    place(term, tip);
    shown = { term, tip };
  };

  /* The pointer may go over to the definition, to select it. */
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, LINGER); };

  const termAt = (event) => event.target.closest?.(".pm-term");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const term = termAt(event);
    if (term) show(term);
    else if (event.target.closest?.(".pm-tip")) clearTimeout(leaving);
    else if (shown && shown.term !== document.activeElement) leave();
  });
  document.addEventListener("focusin", (event) => { const term = termAt(event); term ? show(term) : hide(); });
  document.addEventListener("focusout", (event) => { if (termAt(event)) hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });
  addEventListener("resize", hide);

  /* A first tap tells, a second follows the link, a tap elsewhere closes. */
  let told = null;
  document.addEventListener("pointerdown", (event) => { told = shown?.term; if (!event.target.closest?.(".pm-term, .pm-tip")) hide(); });
  document.addEventListener("click", (event) => {
    const term = termAt(event);
    if (!term || event.pointerType !== "touch" || told === term) return;
    event.preventDefault();
    show(term);
  });

  const whole = document.querySelector("[data-report]");
  const about = (heading) => {
    const text = [...heading.childNodes].filter((node) => !node.classList?.contains("headerlink")).map((node) => node.textContent);
    return text.join("").trim();
  };
  const addLink = (heading) => {
    const row = document.createElement("div"), link = document.createElement("a"), section = about(heading);
    link.href = whole.dataset.report.replaceAll("__section__", encodeURIComponent(section)).replaceAll("__anchor__", heading.id);
    link.rel = "nofollow";
    link.textContent = whole.dataset.text;
    link.setAttribute("aria-label", `${whole.dataset.text} ${whole.dataset.name.replace("{section}", section)}`);
    row.className = "pm-report";
    row.append(link);
    heading.after(row);
  };
  if (whole) document.querySelectorAll(".md-content__inner :is(h2, h3)[id]").forEach(addLink);
})();
