// Keys: every element with data-key is clicked (a field: focused) by its key. Nothing is registered anywhere else.
(() => {
  const { createKeybindingsHandler, parseKeybinding } = window.tinykeys;
  const NATIVE = 'button, a[href], summary, [role="option"], [role^="menuitem"], [role="separator"]';

  const candidates = () => {
    const front = window.desk.front();
    return [...(front ?? document).querySelectorAll("[data-key]")];
  };
  // Entries of closed menus are not visible and still have their key.
  const ready = (element) => (element.closest(".menu-list") ? !element.disabled : window.desk.usable(element));

  // The pane being worked in comes first: 1 may choose a person in one pane and tick the mail in another.
  const wanted = (key) => {
    const all = candidates().filter((one) => one.dataset.key === key && ready(one));
    const here = document.activeElement?.closest("[data-key-scope], .pane");
    return all.find((one) => here?.contains(one)) ?? all[0];
  };

  const run = (key, event) => {
    const element = wanted(key);
    if (!element) return;
    event.preventDefault();
    if (window.desk.isField(element)) element.focus();
    else element.click();
  };

  const binding = (key) => (key.length === 1 && !/[a-z0-9]/.test(key) ? `[Shift]+${key}` : key);

  /** Whether this key press must stay what the browser makes of it. */
  const leaveAlone = (event) => {
    if (event.defaultPrevented || event.isComposing) return true;
    const mods = event.ctrlKey || event.metaKey;
    const target = event.target;
    if ((event.key === "Enter" || event.key === " ") && !mods) return window.desk.isField(target) || Boolean(target.closest?.(NATIVE));
    if (!window.desk.isField(target)) return event.altKey && !mods && event.key.length === 1 && /[^0-9a-z]/i.test(event.key);
    return !mods && !event.altKey && event.key.length === 1;
  };

  // The handler is built again when the keys on the screen have changed.
  let known = "";
  let handle = () => {};
  const build = () => {
    const keys = [...new Set(candidates().map((element) => element.dataset.key))].filter((key) => key !== "Escape");
    const now = keys.join("\n");
    if (now === known) return;
    known = now;
    const map = {};
    for (const key of keys) {
      map[binding(key)] = (event) => run(key, event);
      // Alt frees a plain key inside a text field; by its place on the board, since Alt may type another sign.
      if (/^[a-z]$/i.test(key)) map[`Alt+Key${key.toUpperCase()}`] = (event) => run(key, event);
      if (/^[0-9]$/.test(key)) map[`Alt+Digit${key}`] = (event) => run(key, event);
    }
    handle = createKeybindingsHandler(map, { ignore: () => false });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || leaveAlone(event)) return;
    build();
    handle(event);
  });

  // Esc: dialogs and menus close themselves; a field is left, so that the next key is an action.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || window.desk.front()) return;
    const here = document.activeElement;
    const own = wanted("Escape");
    if (window.desk.isField(here)) {
      const wish = here.closest("[data-escape-to]")?.dataset.escapeTo;
      (document.querySelector(wish || "#none") ?? here.closest('[tabindex="-1"]') ?? document.getElementById("main")).focus();
    } else if (own) own.click();
  });

  // Lists: up and down move between the links and buttons of [data-arrows].
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const list = event.target.closest?.("[data-arrows]");
    if (!step || !list || window.desk.isField(event.target)) return;
    const stops = [...list.querySelectorAll("a[href], button")].filter(window.desk.usable);
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });

  // The overlay: everything on this screen that has a key, by group.
  const caps = (key) => parseKeybinding(key).map(([mods, , last]) => [...mods.map((mod) => (mod === "Control" ? "Ctrl" : mod)), last.length === 1 ? last.toUpperCase() : last].join(" ")).join(" then ");
  const map = document.querySelector("[data-keymap]");
  map.closest("dialog").addEventListener("desk:open", () => {
    const groups = new Map();
    const said = new Set();
    for (const element of document.querySelectorAll("[data-key]")) {
      const name = element.dataset.keyGroup || element.parentElement.closest("[data-key-group]")?.dataset.keyGroup || "This screen";
      const label = element.dataset.keyLabel || element.textContent.trim();
      if (!groups.has(name)) groups.set(name, new Map());
      const line = `${element.dataset.key} ${label}`; // a tab and a menu may offer the same: it is told once
      if (!ready(element) || element.closest("dialog") || said.has(line)) continue;
      said.add(line);
      groups.get(name).set(element.dataset.key, label);
    }
    map.replaceChildren(...[...groups].filter(([, keys]) => keys.size).map(([name, keys]) => {
      const section = document.createElement("section");
      section.append(Object.assign(document.createElement("h3"), { textContent: name }));
      const list = section.appendChild(document.createElement("dl"));
      for (const [key, label] of keys) {
        list.append(Object.assign(document.createElement("dt"), { textContent: label }));
        list.appendChild(document.createElement("dd")).append(Object.assign(document.createElement("kbd"), { textContent: caps(key) }));
      }
      return section;
    }));
  });
  window.desk.caps = caps;
})();
