// The log's table: J and K or the arrows move from row to row wherever the focus is, Enter opens the row's event.
(() => {
  const rows = () => [...document.querySelectorAll("a[data-row]")];
  const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

  const mark = (link) => {
    for (const row of document.querySelectorAll('tr[aria-current="true"]')) row.removeAttribute("aria-current");
    link.closest("tr").setAttribute("aria-current", "true");
  };

  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || window.desk.isField(event.target) || window.desk.front()) return;
    if (event.key.startsWith("Arrow") && event.target.closest("[role=menu], [data-menu], nav")) return;
    const all = rows();
    const at = all.findIndex((link) => link.closest("tr").hasAttribute("aria-current"));
    const next = all[at < 0 ? 0 : at + step];
    if (!next) return;
    event.preventDefault();
    mark(next);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest("#log-rows tbody tr");
    if (!row || event.target.closest("a:not([data-row])")) return;
    const link = row.querySelector("a[data-row]");
    mark(link);
    if (!event.target.closest("a")) link.click();
  });
})();
