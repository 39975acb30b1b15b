// Confirm and remove: all four at once, and no zip left in the page once it has done its work.
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

  // Compared means done: the words on the screen stay, the zip does not.
  document.addEventListener("htmx:after:swap", () => {
    const act = document.getElementById("act");
    const zip = document.getElementById("zip");
    if (zip && act?.querySelector("[data-zip-done]") && document.activeElement !== zip) {
      zip.value = "";
      zip.placeholder = "compared, not kept";
    }
  });
})();
