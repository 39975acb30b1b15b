// Lookup: Enter goes from the caller's words to the people found; the list follows the stage of the contact.
(() => {
  const form = document.getElementById("said");
  const matches = document.getElementById("matches");
  if (!form || !matches) return;

  let waiting = false; // Enter was pressed before the answer to the last words had come
  let asked = 0;
  let answered = 0;
  const stage = () => document.getElementById("act").dataset.stage;
  const isPicking = () => ["start", "looking"].includes(stage());

  /** Where the next keys should act: the first person found, the composer, or the result. */
  const moveOn = () => {
    waiting = false;
    asked = answered;
    const place = isPicking() ? matches.querySelector(".cand") ?? matches : document.querySelector("#composer, #result, #wrap-up") ?? matches;
    place.focus();
    window.desk.release("lookup");
  };

  /** The answer to the last words is not here yet: leave the field now, so that the next key is no letter of a word. */
  const waitForIt = () => {
    waiting = true;
    matches.focus();
    window.desk.hold("lookup");
    window.htmx.trigger(form, "look");
  };

  form.addEventListener("input", () => { asked += 1; });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !window.desk.isField(event.target)) return;
    event.preventDefault();
    if (asked === answered) moveOn();
    else waitForIt();
  });

  let under = 0;
  let latest = null; // an earlier request that was overtaken has nothing to say any more
  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement !== form) return;
    under = asked;
    latest = event.detail.ctx;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.sourceElement === form) {
      answered = under;
      if (waiting && asked === answered) moveOn();
    }
    follow();
  });

  document.addEventListener("htmx:finally:request", (event) => {
    // Refused or never answered: the old list stays, and the keys are free again.
    if (event.detail.ctx === latest && waiting && latest.status !== "swapped") moveOn();
  });

  /** A person was picked: the digits belong to the removal now. Back in the list: they pick again. */
  let before = stage();
  const follow = () => {
    const picked = document.getElementById("who").dataset.ref ?? "";
    for (const row of matches.querySelectorAll(".cand")) {
      if (row.value === picked) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    if (!isPicking()) for (const row of matches.querySelectorAll("[data-key]")) row.removeAttribute("data-key");
    const now = stage();
    if (now !== before && isPicking()) {
      asked += 1;
      waitForIt();
    }
    before = now;
  };

  // The page came back with words in it: the form searches by itself as soon as htmx has taken it up.
  if (matches.hasAttribute("data-look-at-once")) asked += 1;
})();
