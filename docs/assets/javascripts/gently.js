/* Material gives code its copy button and its annotations when a reader comes to it (content.lazy). All the rest get theirs soon after,
   a few at a time whenever the browser has nothing else to do: a long page answers at once, and what is printed, searched or read
   aloud is whole. Comes before Material's script, which makes its observer once. */
(() => {
  const BUDGET = 12;  // ms, of which a slow phone makes the 50 that a reader would notice
  const waiting = [], idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 50));

  const next = () => {
    const until = performance.now() + BUDGET;
    do {
      const [observer, target] = waiting.shift();
      observer.found([{ target, isIntersecting: true }], observer);
    } while (waiting.length && performance.now() < until);
    if (waiting.length) idle(next);
  };

  window.IntersectionObserver = class extends IntersectionObserver {
    constructor(found, options) {
      super(found, options);
      this.found = found;
    }

    observe(target) {
      super.observe(target);
      if (target.matches("pre > code") && waiting.push([this, target]) === 1) idle(next);
    }
  };
})();
