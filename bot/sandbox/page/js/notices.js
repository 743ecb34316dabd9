// Short notices on one phone, and things copied to the clipboard.
import { t } from "./i18n.js";
import { changed, phoneByKey, viewOf } from "./store.js";

const TOAST_MS = 3500;
let serial = 0;

export function toast(key, text) {
  const phone = phoneByKey(key);
  if (!phone || !text) return;
  const id = ++serial;
  viewOf(phone).toast = { id, text };
  changed();
  setTimeout(() => {
    const still = phoneByKey(key);
    if (!still || viewOf(still).toast?.id !== id) return;
    viewOf(still).toast = null;
    changed();
  }, TOAST_MS);
}

export async function copy(key, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text); // no permission, or the page is not on a loopback address
  }
  toast(key, t("copied", { text: text.length > 40 ? `${text.slice(0, 39)}…` : text }));
}

function copyOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
