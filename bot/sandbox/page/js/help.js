// What a newcomer should try first, and where the sandbox differs from Telegram.
import { ask } from "./dialogs.js";
import { t } from "./i18n.js";

const LINES = ["try", "buttons", "group", "time", "invite", "menu", "real"];

export function showHelp() {
  return ask({
    id: "help-dialog", title: t("help.title"), text: t("help.intro"), wide: true, only: true, ok: t("ok"),
    paragraphs: LINES.map((line) => t(`help.${line}`)),
  });
}
