// Light or dark: the system's choice until the person makes their own, which this browser then remembers.
import { html } from "./html.js";
import { t } from "./i18n.js";
import { Icon } from "./icons.js";
import { changed } from "./store.js";

const KEY = "sandbox-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage switched off in this browser: the system's choice holds
  }
}

function current() {
  return document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");
}

export function startTheme() {
  const choice = remembered();
  if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  system.addEventListener("change", changed);
}

function toggle() {
  const next = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    console.info("The theme is not remembered: this browser keeps no storage for the page.");
  }
  changed();
}

export function ThemeButton() {
  const dark = current() === "dark";
  const label = t(dark ? "theme.light" : "theme.dark");
  return html`<button type="button" class="tool icon-only" data-testid="theme" aria-label=${label} title=${label} onClick=${toggle}>
    <${Icon} name=${dark ? "sun" : "moon"}/></button>`;
}
