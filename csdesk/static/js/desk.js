// The desk: how long an undo still lasts, and keys pressed ahead of an answer, which are neither lost nor misread.
(() => {
  const two = (number) => String(number).padStart(2, "0");

  const tick = () => {
    for (const place of document.querySelectorAll("[data-until]")) {
      const left = Math.ceil(Number(place.dataset.until) - window.desk.now());
      if (left <= 0) place.closest("button").hidden = true;
      else place.textContent = `${Math.floor(left / 60)}:${two(left % 60)} left`;
    }
  };
  tick();
  setInterval(tick, 1000);

  document.addEventListener("htmx:after:swap", () => {
    tick();
    const arrived = document.querySelector("#act [autofocus]");
    if (arrived && document.activeElement === arrived) arrived.scrollIntoView({ block: "nearest" });
  });

  // While a step is under way the screen is about to change: a key means the next screen, so it waits for it.
  const under = new Set();
  const ahead = [];

  const replay = () => {
    while (ahead.length && !under.size) {
      const place = document.activeElement ?? document.body;
      place.dispatchEvent(new KeyboardEvent("keydown", { ...ahead.shift(), bubbles: true, cancelable: true }));
    }
  };
  window.desk.hold = (step) => under.add(step);
  window.desk.release = (step) => under.delete(step) && replay();

  document.addEventListener("keydown", (event) => {
    const { key, code } = event;
    if (!under.size || !event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((key.length > 1 && key !== "Enter") || window.desk.isField(event.target) || window.desk.front()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ahead.push({ key, code });
  }, true);

  const isStep = (source) => source.matches?.("#matches button, #act button, #zip-form");
  document.addEventListener("htmx:before:request", (event) => {
    if (isStep(event.detail.ctx.sourceElement)) window.desk.hold(event.detail.ctx);
  });
  document.addEventListener("htmx:finally:request", (event) => window.desk.release(event.detail.ctx));
})();
