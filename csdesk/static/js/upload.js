// Upload: a form with data-upload sends its file with a progress bar (fetch tells nothing about sending).
(() => {
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

  const send = (form, submitter) => {
    const bar = form.querySelector("progress");
    const words = form.querySelector("[data-upload-state]");
    const button = submitter ?? form.querySelector('button[type="submit"]');
    const request = new XMLHttpRequest();
    const tell = (text) => words && (words.textContent = text);

    const stop = (text) => {
      bar.hidden = true;
      button.disabled = false;
      tell(text);
    };
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      tell(event.loaded < event.total ? `${size(event.loaded)} of ${size(event.total)}` : "Reading the file…");
    });
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("HX-Redirect");
      if (next) return location.assign(next);
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      if (request.status === 401) document.dispatchEvent(new CustomEvent("desk:locked", { detail: { response: headersOf(request), key: form, retry: () => send(form, submitter) } }));
      else if (request.status >= 400) window.desk.say((answer.querySelector(".toast p, .error, [role=alert]") ?? answer.body).textContent.trim(), "no");
      else form.replaceWith(...answer.body.childNodes);
      return stop("");
    });
    request.addEventListener("error", () => stop("The line broke. Nothing was taken over; send it again."));
    request.addEventListener("abort", () => stop("Stopped."));

    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("X-CSRFToken", window.desk.token());
    bar.hidden = false;
    bar.removeAttribute("value");
    button.disabled = true;
    tell("Sending…");
    request.send(new FormData(form));
  };

  const headersOf = (request) => ({ headers: { has: (name) => request.getResponseHeader(name) !== null, get: (name) => request.getResponseHeader(name) } });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-upload]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
})();
