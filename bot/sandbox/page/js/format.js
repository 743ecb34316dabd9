// Dates, times and sizes as the world's people read them: the world's language and time zone, 24 hours.
import { getLanguage } from "./i18n.js";
import { now, state } from "./store.js";

const LOCALES = { en: "en-GB", ru: "ru-RU", pl: "pl-PL" };
const cache = new Map();

export const zone = () => state.world?.clock.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

function dates(options) {
  const key = JSON.stringify([getLanguage(), zone(), options]);
  if (!cache.has(key)) {
    cache.set(key, new Intl.DateTimeFormat(LOCALES[getLanguage()], { timeZone: zone(), ...options }));
  }
  return cache.get(key);
}

const hm = { hour: "2-digit", minute: "2-digit" };

export const clockText = (ms) => dates({ weekday: "short", day: "numeric", month: "short", ...hm }).format(ms);
export const timeText = (seconds) => dates(hm).format(seconds * 1000);
export const dayText = (seconds) => dates({ day: "numeric", month: "long" }).format(seconds * 1000);
export const fullText = (seconds) => dates({ dateStyle: "full", timeStyle: "short" }).format(seconds * 1000);
/** The same string for every moment of one local day. */
export const dayKey = (seconds) => dates({ year: "numeric", month: "2-digit", day: "2-digit" }).format(seconds * 1000);

/** How far the sandbox's clock is ahead of the real one: "+2 d 3 h", or nothing. */
export function offsetText(seconds, words) {
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (!minutes) return "";
  const parts = [[Math.floor(minutes / 1440), words.d], [Math.floor((minutes % 1440) / 60), words.h], [minutes % 60, words.min]];
  const text = parts.filter(([count]) => count).slice(0, 2).map(([count, unit]) => `${count} ${unit}`).join(" ");
  return `${seconds < 0 ? "−" : "+"}${text}`;
}

/** Bot API date_time formats: "r" relative; else w weekday, d/D short/long date, t/T time without/with seconds. */
export function dateTimeText(seconds, format) {
  if (format === "r") return relativeText(seconds);
  const options = {};
  if (format.includes("w")) options.weekday = format.includes("D") ? "long" : "short";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, hm);
  if (format.includes("T")) options.second = "2-digit";
  return dates(options).format(seconds * 1000);
}

const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];

function relativeText(seconds) {
  const distance = seconds - now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(LOCALES[getLanguage()], { numeric: "auto" }).format(Math.round(distance / size), unit);
}

export function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
