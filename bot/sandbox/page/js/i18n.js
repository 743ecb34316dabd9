// The page's own texts, in the language of the world. The bot's texts come from the bot.
import { getJson } from "./api.js";

export const LANGUAGES = { en: "English", ru: "Русский", pl: "Polski" };

const texts = {};
let language = guess();

function guess() {
  const first = (navigator.language ?? "en").slice(0, 2);
  return first in LANGUAGES ? first : "en";
}

/** Reads all three once; a page that changes language must not wait. */
export async function loadTexts() {
  await Promise.all(
    Object.keys(LANGUAGES).map(async (code) => {
      texts[code] = await getJson(`/static/texts/${code}.json`);
    }),
  );
}

export function setLanguage(code) {
  if (!(code in LANGUAGES)) return;
  language = code;
  document.documentElement.lang = code;
  document.title = t("title");
}

export const getLanguage = () => language;

export function t(key, values = {}) {
  const pattern = texts[language]?.[key] ?? texts.en?.[key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}
