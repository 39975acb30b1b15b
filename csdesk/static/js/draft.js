// Drafts of a contact: every post of the caller's words says when they were typed, and the last ones go out with the page.
(() => {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const dirty = new Set();

  document.addEventListener("input", (event) => {
    // Ticks in the other panes belong to the form, too, but are saved by their own step.
    const form = event.target.closest?.("form");
    if (forms.includes(form)) dirty.add(form);
  });
  document.addEventListener("htmx:config:request", (event) => {
    const { sourceElement: source, request } = event.detail.ctx;
    const form = source.form ?? source;
    if (!forms.includes(form)) return;
    request.headers["X-Draft-At"] = String(Date.now());
    if (source === form) dirty.delete(form);
  });
  document.addEventListener("htmx:error", (event) => {
    const source = event.detail.ctx?.sourceElement;
    if (forms.includes(source)) dirty.add(source);
  });

  const flush = () => {
    for (const form of dirty) {
      const options = { headers: { "X-Draft-At": String(Date.now()) }, init: { keepalive: true } };
      window.desk.post(form.action, new URLSearchParams(new FormData(form)), options).catch(() => dirty.add(form));
    }
    dirty.clear();
  };
  window.addEventListener("pagehide", flush);
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
})();
