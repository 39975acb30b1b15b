// Toasts: short messages at the edge of the window. Good news leaves by itself, bad news waits to be closed.
(() => {
  const STAY = 6000;
  const region = document.getElementById("toasts");

  const leave = (toast) => {
    if (toast.matches(":hover, :focus-within")) setTimeout(() => leave(toast), 1500);
    else toast.remove();
  };

  const settle = (toast) => {
    if (toast.dataset.settled) return;
    toast.dataset.settled = "yes";
    if (!toast.classList.contains("no")) setTimeout(() => leave(toast), STAY);
  };

  const build = ({ text, kind = "info" }) => {
    const toast = document.createElement("div");
    toast.className = `toast ${kind}`;
    toast.dataset.toast = "";
    const line = document.createElement("p");
    line.textContent = text;
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "icon-btn", textContent: "✕" });
    close.dataset.toastClose = "";
    close.setAttribute("aria-label", "Close this message");
    toast.append(line, close);
    return toast;
  };

  // The same sentence twice in a row is one message.
  document.addEventListener("desk:toast", (event) => {
    const last = region.lastElementChild;
    if (last?.querySelector("p")?.textContent === event.detail.text) last.remove();
    region.append(build(event.detail));
  });
  document.addEventListener("click", (event) => event.target.closest?.("[data-toast-close]")?.closest("[data-toast]").remove());

  // A modal dialog would cover the messages: while one is open they live inside it.
  const place = () => {
    const home = window.desk.front() ?? document.body;
    if (region.parentElement !== home) home.append(region);
  };

  new MutationObserver(() => {
    if (region.childElementCount) place();
    for (const toast of region.querySelectorAll("[data-toast]")) settle(toast);
  }).observe(region, { childList: true });
  document.addEventListener("desk:dialogs", place);
  for (const toast of region.querySelectorAll("[data-toast]")) settle(toast);
})();
