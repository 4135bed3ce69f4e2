/* The search costs a reader nothing before it is used: its index, Material's worker and the other scripts of the search are
   fetched when the box gets the focus for the first time, be it by a tap, a key, or the query in an address (?q=). A page that is
   opened from a result (?h=) needs the index to mark the words. Comes before Material's script, which would fetch at once. */
(() => {
  const SCRIPTS = ["search-words.js", "search-symptoms.js", "search-results.js", "search.js"];
  const here = document.currentScript.src;
  const box = document.querySelector(".md-search__input");
  const asked = new URLSearchParams(location.search);

  const wanted = new Promise((resolve) => {
    if (asked.has("q") || asked.get("h") || document.activeElement === box) resolve();
    box?.addEventListener("focus", resolve, { once: true });
  });

  const loaded = (name) => new Promise((resolve) => {
    const script = Object.assign(document.createElement("script"), { src: new URL(name, here), async: false });
    script.addEventListener("load", resolve);
    script.addEventListener("error", resolve);  // Material's own search is better than none
    document.head.append(script);
  });
  const ready = wanted.then(() => Promise.all(SCRIPTS.map(loaded)));

  /* Stands for Material's worker from the start, and makes one, search.js's, when it is needed. */
  window.SearchWorker = Worker;
  window.Worker = class extends EventTarget {
    constructor(...given) {
      super();
      this.real = ready.then(() => {
        const worker = new window.SearchWorker(...given);
        worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
        return worker;
      });
    }

    postMessage(...given) {
      this.real.then((worker) => worker.postMessage(...given));
    }
  };

  window.XMLHttpRequest = class extends XMLHttpRequest {
    open(method, url, ...rest) {
      this.isIndex = /\/search_index\.json$/.test(url);
      super.open(method, url, ...rest);
    }

    send(...given) {
      this.isIndex ? wanted.then(() => super.send(...given)) : super.send(...given);
    }
  };
})();
