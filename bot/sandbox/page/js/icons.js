// Line icons drawn for this page; they take the colour of the text around them.
import { html } from "./html.js";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  send: "M4.5 12L3 4.5 21 12 3 19.5 4.5 12zm0 0H13",
  attach: "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.4-8.5a3.4 3.4 0 0 1 4.8 4.8L9.7 17.300a1.7 1.7 0 0 1-2.4-2.400l7.2-7.2",
  menu: "M4 7h16M4 12h16M4 17h10",
  dots: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  down: "M6 9.500l6 6 6-6",
  reply: "M10 7L5 12l5 5M5 12h8a6 6 0 0 1 6 6",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M6.3 6.300L5 5M19 19l-1.3-1.300M17.7 6.300L19 5M5 19l1.3-1.300M16.5 12a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0z",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z",
  link: "M14 5h5v5M19 5l-8 8M11 6H6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-5",
  copy: "M9 9h10v10H9zM5 15V5h10",
  eye: "M3 3l18 18M10 6a9 9 0 0 1 11 6 10 10 0 0 1-2.5 3.600M6.5 8A10 10 0 0 0 3 12a9.5 9.5 0 0 0 12 5.5",
  user: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM5 20a7 7 0 0 1 14 0",
};

export function Icon({ name }) {
  const wide = name === "dots";
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width=${wide ? 3 : 2}
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${PATHS[name]}/></svg>`;
}

/** Telegram gives people without a picture one of seven colours by their id. */
export function Avatar({ id, name, small }) {
  const letters = [...(name || "?").trim()][0] ?? "?";
  return html`<span class=${`avatar hue${Math.abs(id) % 7} ${small ? "small" : ""}`} aria-hidden="true">${letters}</span>`;
}
