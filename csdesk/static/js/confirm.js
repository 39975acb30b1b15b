// Confirm and remove: all four at once, and the focus where the next key belongs.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-tick-all]");
    const composer = button?.closest("fieldset");
    if (!composer) return;
    const boxes = [...composer.querySelectorAll('input[name="channels"]')];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
    composer.focus();
  });

  // A tick by mouse leaves the focus in the composer, so that Enter still puts in force.
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#composer input:not(:focus-visible)")) event.target.closest("#composer").focus();
  });

  // The zip is sent: the next key is no part of it any more.
  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement.id === "zip-form") document.getElementById("composer")?.focus();
  });
})();
