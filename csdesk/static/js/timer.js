// Timers: <time data-started> counts up, <time data-ago> ages. One tick a second for all, those that come later too.
(() => {
  const two = (number) => String(number).padStart(2, "0");

  const running = (seconds) => {
    const hours = Math.floor(seconds / 3600);
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return hours ? `${hours}:${rest}` : rest;
  };

  const ago = (seconds) => {
    if (seconds < 60) return `${seconds} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : null; // older: the server's date stays
  };

  const write = (element, text) => {
    if (text !== null && element.textContent !== text) element.textContent = text;
  };
  const passed = (moment) => Math.max(0, Math.floor(window.desk.now() - Number(moment)));

  const tick = () => {
    for (const element of document.querySelectorAll("time[data-started]")) write(element, running(passed(element.dataset.started)));
    for (const element of document.querySelectorAll("[data-ago]")) write(element, ago(passed(element.dataset.ago)));
  };

  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:after:swap", tick);
})();
