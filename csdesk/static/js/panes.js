// Panes: resizable by mouse and keyboard (split.js), sizes remembered in this browser for each kind of page.
(() => {
  const STEP = 2;
  const narrow = window.matchMedia("(max-width: 859px)");
  const frame = document.querySelector("[data-panes]");
  if (!frame || frame.querySelectorAll(":scope > .pane").length < 2) return;
  const panes = [...frame.querySelectorAll(":scope > .pane")];
  const name = `panes.${frame.dataset.panes}.${panes.map((pane) => pane.localName).join("-")}`;
  const smallest = panes.map((pane) => Number(pane.dataset.paneMin) || 200);
  let split = null;

  const remembered = () => {
    const sizes = window.desk.recall(name);
    return Array.isArray(sizes) && sizes.length === panes.length && sizes.every((size) => size > 0) ? sizes : null;
  };
  const natural = () => {
    const whole = frame.clientWidth;
    return panes.map((pane) => (100 * pane.getBoundingClientRect().width) / whole);
  };

  const label = (gutter, index) => {
    const size = Math.round(split?.getSizes()[index] ?? 0);
    gutter.setAttribute("aria-valuenow", String(size));
    gutter.setAttribute("aria-valuetext", `${size} percent`);
  };
  const relabel = () => frame.querySelectorAll(":scope > .gutter").forEach(label);
  const keep = () => {
    window.desk.remember(name, split.getSizes());
    relabel();
  };

  const makeGutter = (index) => {
    const gutter = document.createElement("div");
    gutter.className = "gutter";
    gutter.tabIndex = 0;
    for (const [key, value] of Object.entries({ role: "separator", "aria-orientation": "vertical", "aria-valuemin": "0", "aria-valuemax": "100",
      "aria-label": `Width of ${panes[index - 1].getAttribute("aria-label") || "the pane before"}`, "aria-controls": panes[index - 1].id || "main" })) {
      gutter.setAttribute(key, value);
    }
    gutter.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (!step) return;
      event.preventDefault();
      move(index - 1, step);
    });
    return gutter;
  };

  /** Shift the border after pane `index`, as far as the smallest widths allow. */
  const move = (index, step) => {
    const sizes = split.getSizes();
    const least = (at) => (100 * smallest[at]) / frame.clientWidth;
    if (sizes[index] + step < least(index) || sizes[index + 1] - step < least(index + 1)) return;
    sizes[index] += step;
    sizes[index + 1] -= step;
    split.setSizes(sizes);
    keep();
  };

  const start = () => {
    if (split || narrow.matches) return;
    const sizes = remembered() ?? natural();
    split = window.Split(panes, { sizes, minSize: smallest, gutterSize: 1, snapOffset: 0, expandToMin: true, gutter: makeGutter, onDragEnd: keep });
    frame.classList.add("is-split");
    relabel();
  };
  const stop = () => {
    split?.destroy();
    split = null;
    frame.classList.remove("is-split");
  };

  start();
  narrow.addEventListener("change", () => (narrow.matches ? stop() : start()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-panes-reset]")) return;
    window.desk.remember(name, null);
    stop();
    start();
  });
})();
