// Dialogs: native <dialog>, opened by data-dialog="#id", by arriving with data-open, or as a question before an action.
(() => {
  const openers = new WeakMap();
  const changed = () => document.dispatchEvent(new CustomEvent("desk:dialogs"));

  const open = (dialog) => {
    if (!dialog || dialog.open) return;
    openers.set(dialog, document.activeElement);
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("desk:open", { bubbles: true }));
    changed();
  };

  const closed = (dialog) => {
    const opener = openers.get(dialog);
    // The browser gives the focus back by itself, unless a swap has replaced the opener meanwhile.
    if (opener && !opener.isConnected && opener.id) document.getElementById(opener.id)?.focus();
    changed();
  };

  const ask = (question) =>
    new Promise((resolve) => {
      const dialog = document.getElementById("ask");
      document.getElementById("ask-text").textContent = question;
      dialog.returnValue = "no";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
      open(dialog);
    });
  Object.assign(window.desk, { open, ask });

  document.addEventListener("click", (event) => {
    const target = event.target;
    const opener = target.closest?.("[data-dialog]");
    if (opener) open(document.querySelector(opener.dataset.dialog));
    if (target.closest?.("[data-dialog-close]")) target.closest("dialog").close();
    // A click beside the dialog closes it, if closing loses nothing.
    if (target.matches?.("dialog.palette, #keymap") && !target.dataset.kept) target.close();
  });
  document.addEventListener("close", (event) => event.target.matches?.("dialog") && closed(event.target), true);

  // Questions: hx-confirm of htmx, and data-confirm on plain forms.
  document.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    const { ctx, issueRequest, dropRequest } = event.detail;
    ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question).then((yes) => {
      if (!yes) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(event.submitter);
      delete form.dataset.confirmed;
    });
  }, true);

  // The button beside a typed word is free only when the word is there.
  const judge = (field) => {
    const button = field.form?.querySelector('button[type="submit"]:last-of-type');
    if (button) button.disabled = field.value.trim().toLowerCase() !== field.dataset.typed.toLowerCase();
  };
  document.addEventListener("input", (event) => event.target.dataset?.typed && judge(event.target));

  const arrive = (root) => {
    for (const dialog of root.querySelectorAll("dialog[data-open]")) {
      dialog.removeAttribute("data-open");
      open(dialog);
    }
    for (const field of root.querySelectorAll("[data-typed]")) judge(field);
  };
  document.addEventListener("htmx:after:swap", () => arrive(document));
  arrive(document);
})();
