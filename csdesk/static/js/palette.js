// Command palette: pages and actions that are on the screen, filtered as one types; combobox with a listbox.
(() => {
  const dialog = document.getElementById("palette");
  const field = dialog.querySelector("input");
  const list = dialog.querySelector('[role="listbox"]');
  const none = dialog.querySelector(".none");
  let entries = [];
  let shown = [];
  let at = 0;

  const nameOf = (element) => (element.dataset.palette || element.dataset.keyLabel || element.firstChild?.textContent || "").trim();
  const placeOf = (element) => element.closest(".menu")?.firstElementChild.textContent.trim() || element.dataset.keyGroup || "";

  /** Menu entries, tabs, and whatever has a key or a name for the palette; one line for each name. */
  const gather = () => {
    const found = new Map();
    for (const element of document.querySelectorAll('.menu-list [role^="menuitem"], [data-palette], [data-key-label]')) {
      if (element.closest("dialog") || element.dataset.dialog === "#palette") continue;
      const inMenu = element.closest(".menu-list");
      if (!inMenu && !window.desk.usable(element)) continue;
      const name = nameOf(element);
      if (name && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), { name, element, place: placeOf(element), key: element.dataset.key });
    }
    return [...found.values()];
  };

  /** Every typed word must begin a word of the name or stand in it; beginnings come first. */
  const rank = (entry, words) => {
    const text = `${entry.name} ${entry.place}`.toLowerCase();
    let score = 0;
    for (const word of words) {
      const found = text.indexOf(word);
      if (found < 0) return -1;
      score += found === 0 ? 3 : /\W/.test(text[found - 1]) ? 2 : 1;
    }
    return score;
  };

  const mark = (next) => {
    at = Math.max(0, Math.min(next, shown.length - 1));
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const option = list.children[at];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const draw = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = entries.map((entry) => ({ entry, score: rank(entry, words) })).filter(({ score }) => score >= 0)
      .sort((one, other) => other.score - one.score).map(({ entry }) => entry).slice(0, 40);
    list.replaceChildren(...shown.map((entry, index) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.id = `palette-${index}`;
      option.append(entry.name);
      if (entry.place) option.append(Object.assign(document.createElement("small"), { textContent: entry.place }));
      if (entry.key) option.append(Object.assign(document.createElement("kbd"), { textContent: window.desk.caps(entry.key) }));
      return option;
    }));
    list.hidden = !shown.length;
    none.hidden = Boolean(shown.length);
    field.setAttribute("aria-expanded", String(Boolean(shown.length)));
    mark(0);
  };

  const choose = (entry) => {
    if (!entry) return;
    dialog.close();
    if (window.desk.isField(entry.element)) entry.element.focus();
    else entry.element.click();
  };

  dialog.addEventListener("desk:open", () => {
    entries = gather();
    field.value = "";
    draw();
    field.focus();
  });
  field.addEventListener("input", draw);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) mark(Math.abs(step) === 1 ? (at + step + shown.length) % shown.length : at + step);
    else if (event.key === "Enter") choose(shown[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousemove", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) mark([...list.children].indexOf(option));
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) choose(shown[[...list.children].indexOf(option)]);
  });
})();
