// Theme: light, dark or as the system. Loaded before the page is drawn, so that nothing flashes.
(() => {
  const KEY = "csdesk.theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem(KEY) || "system";
    } catch {
      return "system"; // storage may be forbidden; the theme then follows the system
    }
  };

  const apply = () => {
    const choice = chosen();
    const theme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
    if (root.dataset.bsTheme !== theme) {
      root.dataset.bsTheme = theme;
      document.dispatchEvent(new CustomEvent("desk:theme", { detail: { theme } }));
    }
    for (const item of document.querySelectorAll("[data-theme-choice]")) {
      item.setAttribute("aria-checked", String(item.dataset.themeChoice === choice));
    }
  };

  apply();
  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const item = event.target.closest?.("[data-theme-choice]");
    if (!item) return;
    try {
      localStorage.setItem(KEY, item.dataset.themeChoice);
    } catch {
      root.dataset.bsTheme = item.dataset.themeChoice === "dark" ? "dark" : "light";
    }
    apply();
  });
})();
