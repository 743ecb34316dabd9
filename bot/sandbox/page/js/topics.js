// The topics of a forum group, as tabs over the chat. "All" shows everything, as Telegram's "View as messages".
import { html } from "./html.js";
import { t } from "./i18n.js";
import { changed } from "./store.js";

export function Topics({ view, chat }) {
  const chosen = view.topics[chat.id];
  const choose = (topic) => { view.topics[chat.id] = topic; view.reply = null; changed(); };
  const tab = (topic, label, closed) => html`<button type="button" role="tab" key=${topic ?? "all"} data-testid=${`topic-${topic ?? "all"}`}
    aria-selected=${chosen === topic} onClick=${() => choose(topic)}>${label}${closed ? " 🔒" : ""}</button>`;
  return html`<div class="topics" role="tablist" aria-label=${t("topics")}>
    ${tab(undefined, t("topic.all"))}${tab("general", t("topic.general"))}
    ${(chat.topics ?? []).map((topic) => tab(topic.id, topic.name, topic.closed))}
  </div>`;
}
