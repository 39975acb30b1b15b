// Fragments: drafts that save themselves with the last answer winning, and a focus that survives a swap.
(() => {
  const PAUSE = 400;
  const drafts = new WeakMap();

  const stateOf = (form) => document.querySelector(form.dataset.draftState || "#none");
  const show = (form, text, savedAt) => {
    const place = stateOf(form);
    if (!place) return;
    if (savedAt) {
      const age = document.createElement("span");
      age.dataset.ago = String(savedAt);
      age.textContent = "0 s ago";
      place.replaceChildren(text, " ", age);
    } else place.textContent = text;
  };
  const draftOf = (form) => {
    if (!drafts.has(form)) drafts.set(form, { timer: 0, running: null, dirty: false });
    return drafts.get(form);
  };

  /** Post the draft to data-draft; a newer post takes the place of one still under way. */
  const save = async (form, init = {}) => {
    const draft = draftOf(form);
    clearTimeout(draft.timer);
    draft.running?.abort();
    const running = new AbortController();
    Object.assign(draft, { running, dirty: false });
    show(form, "saving…");
    try {
      const options = { headers: { "X-Draft-At": String(Date.now()) }, init: { signal: running.signal, ...init } };
      const response = await window.desk.post(form.dataset.draft, new URLSearchParams(new FormData(form)), options);
      window.desk.renewToken(response.headers.get("X-CSRF-Token"));
      if (response.status === 401) document.dispatchEvent(new CustomEvent("desk:locked", { detail: { response, key: form, retry: () => save(form) } }));
      if (response.ok) show(form, "saved", window.desk.now());
      else fail(form);
    } catch (error) {
      if (error.name !== "AbortError") fail(form);
    }
  };
  const fail = (form) => {
    draftOf(form).dirty = true;
    show(form, "not saved yet");
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.hasAttribute("data-draft")) return;
    const draft = draftOf(form);
    draft.dirty = true;
    clearTimeout(draft.timer);
    if (form.dataset.draft) draft.timer = setTimeout(() => save(form), PAUSE);
  });

  // What could not be saved is tried again: every few seconds, when the line is back, and on the way out of the page.
  const unsaved = () => [...document.querySelectorAll("form[data-draft]")].filter((form) => form.dataset.draft && draftOf(form).dirty);
  const saveAll = (init) => unsaved().forEach((form) => save(form, init));
  setInterval(() => saveAll(), 5000);
  window.addEventListener("online", () => saveAll());
  window.addEventListener("pagehide", () => saveAll({ keepalive: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveAll({ keepalive: true }));

  // Drafts that htmx posts (data-draft without an address): only the words beside the title are ours.
  const ownDraft = (event) => {
    const form = event.detail.ctx.sourceElement;
    return form.matches?.('form[data-draft=""]') ? form : null;
  };
  document.addEventListener("htmx:config:request", (event) => {
    if (ownDraft(event)) event.detail.ctx.request.headers["X-Draft-At"] = String(Date.now());
  });
  document.addEventListener("htmx:before:request", (event) => ownDraft(event) && show(ownDraft(event), "saving…"));
  document.addEventListener("htmx:after:request", (event) => {
    const form = ownDraft(event);
    if (!form) return;
    if (event.detail.ctx.response.status < 400) show(form, "saved", window.desk.now());
    else fail(form);
  });
  document.addEventListener("htmx:error", (event) => event.detail.ctx && ownDraft(event) && fail(ownDraft(event)));

  // Focus: what was being used before a swap is used after it, half-typed text included.
  let before = null;
  document.addEventListener("htmx:before:swap", (event) => {
    const active = document.activeElement;
    before = null;
    if (!active || active === document.body) return;
    const typed = window.desk.isField(active) && active.type !== "password";
    const asked = ["submit", "click"].includes(event.detail.ctx.sourceEvent?.type);
    before = { id: active.id, name: active.name, active, value: typed && !asked ? active.value : null, start: active.selectionStart, end: active.selectionEnd };
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!before || before.active.isConnected) return;
    const { id, name, value, start, end } = before;
    const again = (id && document.getElementById(id)) || (name && document.querySelector(`[name="${CSS.escape(name)}"]`));
    if (again) {
      if (value !== null && again.value !== value) again.value = value;
      if (document.activeElement === document.body || document.activeElement === again) {
        again.focus({ preventScroll: true });
        if (typeof start === "number" && again.setSelectionRange) again.setSelectionRange(start, end);
      }
    }
    before = null;
  });
})();
