// Boot: the few helpers the other scripts share, the CSRF token, the busy line, answers that never came.
(() => {
  const meta = document.querySelector('meta[name="csrf-token"]');

  const desk = {
    /** The token of this session. */
    token: () => meta.content,

    /** Take over a fresh token: in the meta tag, in htmx's headers and in every form of the page. */
    renewToken(token) {
      if (!token) return;
      meta.content = token;
      document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
      for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
    },

    /** Post fields to our own server. */
    post: (url, body, options = {}) =>
      fetch(url, { method: "POST", body, headers: { "X-CSRFToken": desk.token(), "HX-Request": "true", ...options.headers }, ...options.init }),

    /** Whether an element can be seen and used at this moment. */
    usable: (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility(),

    /** Whether typing goes into this element. */
    isField: (element) =>
      Boolean(element?.matches?.('textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])')),

    /** The dialog in front, if one is open. */
    front: () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? null,

    /** What is remembered in this browser; forbidden storage remembers nothing. */
    recall(name) {
      try {
        return JSON.parse(localStorage.getItem(`csdesk.${name}`));
      } catch {
        return null;
      }
    },
    remember(name, value) {
      try {
        localStorage.setItem(`csdesk.${name}`, JSON.stringify(value));
      } catch {
        // A full or forbidden storage must not stop anybody's work.
      }
    },
    say: (text, kind = "info") => document.dispatchEvent(new CustomEvent("desk:toast", { detail: { text, kind } })),
  };
  window.desk = desk;

  let running = 0;
  const busy = (step) => {
    running = Math.max(0, running + step);
    document.documentElement.classList.toggle("is-busy", running > 0);
  };
  document.addEventListener("htmx:before:request", () => busy(1));
  document.addEventListener("htmx:finally:request", () => busy(-1));

  document.addEventListener("htmx:after:request", (event) => {
    desk.renewToken(event.detail.ctx.response.headers.get("X-CSRF-Token"));
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.request) desk.say("The server does not answer. What you typed is still here; try again.", "no");
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-back]")) history.back();
  });
  // Of many tabs the one that is worked in must be in sight.
  document.querySelector(".tab.on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
})();
