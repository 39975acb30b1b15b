// Clock of the status bar: open until, closed until, from the moments the server gave; the server's clock, not this machine's.
(() => {
  const ZONE = "America/Los_Angeles";
  const DAY = 86400;
  const box = document.querySelector("[data-clock]");
  const given = Number(box?.dataset.now);
  // A wrong clock on the desk must not show another time than the server acts by.
  const ahead = given ? given - Date.now() / 1000 : 0;
  window.desk.now = () => Date.now() / 1000 + ahead;
  if (!box) return;

  const format = (options) => new Intl.DateTimeFormat("en-US", { timeZone: ZONE, hourCycle: "h23", ...options });
  const hour = format({ hour: "2-digit", minute: "2-digit" });
  const second = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const weekday = format({ weekday: "short" });
  const date = format({ day: "numeric", month: "short" });
  const asDate = (seconds) => new Date(seconds * 1000);

  const span = (seconds) => {
    const minutes = Math.ceil(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const rest = minutes % 60;
    return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
  };

  /** 17:00 today, Mon 06:00 this week, Mon 3 Jan 06:00 later. */
  const until = (moment, now) => {
    const time = hour.format(asDate(moment));
    if (date.format(asDate(moment)) === date.format(asDate(now))) return time;
    const name = weekday.format(asDate(moment));
    return moment - now < 6 * DAY ? `${name} ${time}` : `${name} ${date.format(asDate(moment))} ${time}`;
  };

  const word = box.querySelector("b");
  const text = box.querySelector("[data-clock-text]");
  const dot = box.querySelector(".dot");
  const wall = document.querySelector("[data-pacific]");
  const serving = () => ["open", "overtime"].includes(box.dataset.state);

  const turn = (state) => {
    box.dataset.state = state;
    word.textContent = state[0].toUpperCase() + state.slice(1);
    dot.className = `dot ${serving() ? "ok" : "close"}`;
    document.dispatchEvent(new CustomEvent("desk:hours", { detail: { state } }));
  };

  const tick = () => {
    const now = window.desk.now();
    const opens = Number(box.dataset.opens);
    const closes = Number(box.dataset.closes);
    if (serving() && closes && now >= closes) turn("closed");
    else if (!serving() && opens && now >= opens && !(closes && now >= closes)) turn("open");
    const edge = serving() ? closes : opens;
    if (edge > now) text.textContent = `until ${until(edge, now)} Pacific${edge - now < DAY ? `, ${span(edge - now)}` : ""}`;
    else text.textContent = "";
    if (wall) {
      wall.textContent = second.format(asDate(now));
      wall.dateTime = asDate(now).toISOString();
    }
  };

  tick();
  setInterval(tick, 1000);
})();
