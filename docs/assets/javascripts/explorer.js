/* The mode explorer: choose, and read what was recorded. All answers come from explorer-data-<language>.js. */
(() => {
  const place = document.getElementById("pm-explorer");
  const { words, grads, modes, haves } = window.pmExplorer;
  if (!place || !haves.length) return;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  /* `code` and **strong** are all the Markdown that answers hold. */
  const rich = (text) => text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).filter(Boolean).map((part) =>
    part.startsWith("`") ? make("code", {}, part.slice(1, -1))
      : part.startsWith("**") ? make("strong", {}, part.slice(2, -2)) : part);
  const plain = (text) => text.replace(/`|\*\*/g, "");

  const radios = (name, legend, labels, chosen) => make("fieldset", {}, make("legend", {}, ...rich(legend)),
    ...labels.map((label, index) => make("label", {},
      make("input", { type: "radio", name, value: index, ...(index === chosen ? { checked: "" } : {}) }), ...rich(label))));
  const select = (name, label, options) => {
    const box = make("select", { name });
    fill(box, options);
    return make("label", { class: "pm-explorer-select" }, make("span", {}, label), box);
  };
  const fill = (box, options) => box.replaceChildren(...options.map((text, index) => make("option", { value: index }, plain(text))));

  const form = make("form", {},
    radios("training", words.training, [words.training_yes, words.training_no], 1),
    radios("grad", words.grad, grads, 2),
    select("have", words.have, haves.map((have) => have.text)),
    select("act", words.act, haves[0].rows.map((row) => row.text)));
  const answer = make("div", { class: "pm-explorer-answer", "aria-live": "polite" });

  const chosen = (name) => Number(new FormData(form).get(name));
  const show = () => {
    const row = haves[chosen("have")].rows[chosen("act")];
    const cell = row.cells[modes[chosen("training")][chosen("grad")]];
    const told = make("p", { class: cell.error ? "pm-explorer-raises" : "pm-explorer-says" });
    if (cell.error) told.append(`${words.raises} `, make("code", {}, cell.error), " ");
    else told.append(...rich(cell.text));
    if (cell.slug) told.append(make("a", { href: `${place.dataset.errors}#${cell.slug}` }, words.explained));
    const warned = (cell.warnings ?? []).map((text) => make("p", {}, `${words.warns} `, make("code", {}, text)));
    const asked = make("p", { class: "pm-explorer-asked" }, ...rich(row.text));
    answer.replaceChildren(asked, told, ...warned, make("p", {}, make("a", { href: `#${row.anchor}` }, words.row)));
  };

  form.addEventListener("change", (event) => {
    if (event.target.name === "have") fill(form.elements.act, haves[chosen("have")].rows.map((row) => row.text));
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  place.append(form, answer);
  show();
  place.hidden = false;
})();
