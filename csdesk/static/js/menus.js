// Menu bar: opens and closes like that of a desktop program; arrows, Home, End, first letters, Esc, F10 and a bare Alt.
(() => {
  const bar = document.querySelector("[data-menubar]");
  if (!bar) return;
  const heads = [...bar.querySelectorAll('.menu > [role="menuitem"]')];
  const listOf = (head) => document.getElementById(head.getAttribute("aria-controls"));
  const itemsOf = (head) => [...listOf(head).querySelectorAll('[role^="menuitem"]')];
  let current = null;
  let cameFrom = null;

  const shut = () => {
    if (!current) return;
    current.setAttribute("aria-expanded", "false");
    listOf(current).hidden = true;
    current = null;
  };

  const show = (head, focus) => {
    if (current !== head) shut();
    current = head;
    head.setAttribute("aria-expanded", "true");
    listOf(head).hidden = false;
    for (const other of heads) other.tabIndex = other === head ? 0 : -1;
    if (focus === "first") itemsOf(head)[0]?.focus();
    else if (focus === "last") itemsOf(head).at(-1)?.focus();
    else head.focus();
  };

  const leave = () => {
    shut();
    document.activeElement.blur(); // at once: a hidden entry would keep the focus, and the next Enter, until the next frame
    (cameFrom?.isConnected ? cameFrom : document.getElementById("main"))?.focus();
    cameFrom = null;
  };

  const enter = () => {
    cameFrom = bar.contains(document.activeElement) ? null : document.activeElement;
    heads.find((head) => head.tabIndex === 0)?.focus();
  };

  const beside = (head, step) => heads[(heads.indexOf(head) + step + heads.length) % heads.length];

  const overHead = (head, key) => {
    if (key === "ArrowDown" || key === "Enter" || key === " ") show(head, "first");
    else if (key === "ArrowUp") show(head, "last");
    else if (key === "ArrowRight" || key === "ArrowLeft") {
      const next = beside(head, key === "ArrowRight" ? 1 : -1);
      if (current) show(next);
      else next.focus();
      for (const other of heads) other.tabIndex = other === next ? 0 : -1;
    } else if (key === "Escape") leave();
    else return false;
    return true;
  };

  const inList = (head, item, key) => {
    const items = itemsOf(head);
    const at = items.indexOf(item);
    if (key === "ArrowDown") items[(at + 1) % items.length].focus();
    else if (key === "ArrowUp") items[(at - 1 + items.length) % items.length].focus();
    else if (key === "Home") items[0].focus();
    else if (key === "End") items.at(-1).focus();
    else if (key === "ArrowRight" || key === "ArrowLeft") show(beside(head, key === "ArrowRight" ? 1 : -1), "first");
    else if (key === "Escape") leave();
    else if (key === "Tab") { shut(); return false; }
    else if (key.length === 1 && key !== " ") {
      const starts = (entry) => entry.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
      [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts)?.focus();
    } else return false;
    return true;
  };

  bar.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest('[role^="menuitem"]');
    const head = item?.closest(".menu").firstElementChild;
    const done = head && (item === head ? overHead(head, event.key) : inList(head, item, event.key));
    if (done) event.preventDefault();
    event.stopPropagation(); // the key map of the screen sleeps while a menu has the focus
  });
  bar.addEventListener("click", (event) => {
    const head = event.target.closest(".menu > button");
    if (!head) shut();
    else if (current === head) shut();
    else show(head);
  });
  bar.addEventListener("pointerover", (event) => {
    const head = event.target.closest(".menu > button");
    if (head && current && head !== current) show(head);
  });
  document.addEventListener("click", (event) => !bar.contains(event.target) && shut());
  bar.addEventListener("focusout", (event) => event.relatedTarget && !bar.contains(event.relatedTarget) && shut());

  // Alt pressed and let go alone goes to the menus, as in any desktop program; a second time comes back.
  let alone = false;
  document.addEventListener("keydown", (event) => {
    alone = event.key === "Alt" && !event.repeat;
    if (event.key === "F10" && !event.shiftKey) { event.preventDefault(); enter(); }
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Alt" || !alone || window.desk.front()) return;
    event.preventDefault();
    if (bar.contains(document.activeElement)) leave();
    else enter();
  });
})();
