// Idle lock: covers the page after the server's idle time, asks for the password, then goes on where it stopped.
(() => {
  const dialog = document.getElementById("lock");
  const { idleSeconds, lockUrl, unlockUrl, signInUrl } = document.body.dataset;
  if (!dialog || !idleSeconds) return;
  const form = dialog.querySelector("[data-unlock]");
  const refusal = dialog.querySelector("[role=alert]");
  const waiting = new Map(); // what was refused while locked: source -> how to do it again
  let locked = false;
  let signedOut = false;

  // All windows of this browser share one clock of activity and one lock.
  let noted = 0;
  const active = () => {
    if (locked || Date.now() - noted < 2000) return;
    noted = Date.now();
    window.desk.remember("active", noted);
  };
  for (const name of ["pointerdown", "keydown", "wheel"]) document.addEventListener(name, active, { passive: true, capture: true });

  const cover = () => {
    if (locked) return;
    locked = true;
    refusal.hidden = true;
    window.desk.open(dialog);
  };
  const lock = () => {
    cover();
    window.desk.remember("locked", Date.now());
    if (lockUrl) window.desk.post(lockUrl, new FormData()).catch(() => {}); // the server locks by its own clock, too
  };
  // "Lock" in the menu covers this page, as idleness does, instead of leaving it.
  document.addEventListener("submit", (event) => {
    if (!lockUrl || event.submitter?.getAttribute("formaction") !== lockUrl) return;
    event.preventDefault();
    lock();
  });
  const uncover = () => {
    locked = false;
    signedOut = false;
    form.reset();
    dialog.close();
    active();
    const again = [...waiting.values()];
    waiting.clear();
    for (const retry of again) retry();
  };

  window.desk.remember("active", Date.now());
  setInterval(() => {
    const last = Math.max(noted, Number(window.desk.recall("active")) || 0);
    if (!locked && Date.now() - last > Number(idleSeconds) * 1000) lock();
  }, 5000);
  window.addEventListener("storage", (event) => {
    if (event.key === "csdesk.locked" && event.newValue !== "null") cover();
    if (event.key === "csdesk.locked" && event.newValue === "null" && locked && !signedOut) uncover();
  });

  const refused = ({ response, key, retry }) => {
    signedOut = response.headers.has("X-Desk-Signed-Out");
    window.desk.renewToken(response.headers.get("X-CSRF-Token"));
    waiting.set(key, retry);
    cover();
  };
  document.addEventListener("desk:locked", (event) => refused(event.detail));
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status !== 401) return;
    event.preventDefault(); // nothing of this answer goes into the page
    const { sourceElement: source, target, swap, select, request } = ctx;
    const retry = () => window.htmx.ajax(request.method, request.action, { source, target, swap, select, confirm: null, event: { submitter: request.submitter } });
    refused({ response: ctx.response, key: source, retry });
  });

  const explain = async (response) => {
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const words = answer.querySelector(".toast p, .error, [role=alert]") ?? answer.body;
    return words.textContent.trim() || "That did not work. Try again.";
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const url = signedOut && signInUrl ? signInUrl : unlockUrl;
      const response = await window.desk.post(url, new URLSearchParams(new FormData(form)));
      window.desk.renewToken(response.headers.get("X-CSRF-Token"));
      signedOut ||= response.headers.has("X-Desk-Signed-Out");
      if (response.status === 204) {
        window.desk.remember("locked", null);
        uncover();
        return;
      }
      refusal.textContent = await explain(response);
    } catch {
      refusal.textContent = "The server does not answer. Try again in a moment.";
    } finally {
      button.disabled = false;
    }
    refusal.hidden = false;
    form.elements.password.select();
  });

  // Esc does not open a lock; a browser that closes the dialog all the same gets it back.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => locked && dialog.showModal());
})();
