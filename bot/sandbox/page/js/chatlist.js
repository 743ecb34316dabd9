// The list of a phone's chats, with the last words and what is unread.
import { timeText } from "./format.js";
import { html } from "./html.js";
import { t } from "./i18n.js";
import { Avatar } from "./icons.js";
import { showChat } from "./links.js";
import { NewGroup } from "./menu.js";
import { chatOf, state, userById } from "./store.js";

export function ChatList({ phone, view }) {
  const chats = Object.keys(state.world.chats)
    .filter((key) => key.endsWith(`:${view.viewer}`))
    .map((key) => chatOf(Number(key.split(":")[0]), view.viewer))
    .sort((one, two) => lastDate(two) - lastDate(one));
  return html`
    <header class="head"><div class="head-words"><b class="head-title">${t("chats")}</b>
      <span class="head-sub">${userById(view.viewer)?.first_name ?? phone.title}</span></div><${NewGroup} view=${view}/></header>
    <ul class="chat-list">${chats.map((chat) => html`<li key=${chat.id}><${Row} chat=${chat} view=${view}/></li>`)}</ul>`;
}

const lastDate = (chat) => chat.messages.at(-1)?.date ?? 0;

const wordsOf = (message) =>
  message.text ?? message.caption ?? message.service ?? message.document?.name ?? t(message.contact ? "contact" : "photo");

function Row({ chat, view }) {
  const last = chat.messages.at(-1);
  const unread = state.unread[`${view.key}:${chat.id}`] ?? 0;
  const words = last ? wordsOf(last) : t("empty.short");
  return html`<button type="button" class="chat-row" data-testid=${`chat-row-${chat.id}`} onClick=${() => showChat(view.key, chat.id)}>
    <${Avatar} id=${chat.type === "private" ? state.world.bot.id : chat.id} name=${chat.title}/>
    <span class="chat-words"><b>${chat.title}</b><span>${words}</span></span>
    <span class="chat-side"><time>${last ? timeText(last.date) : ""}</time>
      ${unread > 0 && html`<span class="badge" aria-label=${t("unread", { count: unread })}>${unread}</span>`}</span>
  </button>`;
}
