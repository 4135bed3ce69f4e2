/* The filters of the fact check, kept in the address. Without this script every claim is simply there. */
(() => {
  const form = document.querySelector(".pm-filters");
  const status = form.querySelector("[data-told]");
  const claims = [...document.querySelectorAll(".pm-claim")];
  const groups = [...document.querySelectorAll(".pm-claims")];
  const names = ["verdict", "topic"];
  const field = (name) => form.elements[name];

  const show = () => {
    for (const claim of claims) claim.hidden = names.some((name) => field(name).value && field(name).value !== claim.dataset[name]);
    for (const group of groups) group.hidden = !group.querySelector(".pm-claim:not([hidden])");
    const shown = claims.filter((claim) => !claim.hidden).length;
    status.textContent = status.dataset.told.replace("{shown}", shown).replace("{count}", claims.length);
  };

  const remember = () => {
    const address = new URL(location.href);
    for (const name of names) field(name).value ? address.searchParams.set(name, field(name).value) : address.searchParams.delete(name);
    history.replaceState(null, "", address);
  };

  /* Who follows a link to a claim sees it, whatever was filtered. */
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest(".pm-claims [hidden], .pm-claims[hidden]")) return;
    for (const name of names) field(name).value = "";
    show();
    remember();
    target.scrollIntoView();
  };

  const given = new URLSearchParams(location.search);
  for (const name of names) {
    const wanted = given.get(name);
    if ([...field(name).options].some((option) => option.value === wanted)) field(name).value = wanted;
  }
  form.addEventListener("change", () => { show(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  show();
  reveal();
  form.hidden = false;
})();
