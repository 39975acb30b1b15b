// The desk: how long an undo still lasts, and a window that shows what a step has brought.
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
})();
