// One phone: header, chat list or chat, what lies over them (toast, alert), composer.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { actsFor } from "./acts.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { isVisible, markRead } from "./events.js";
import { html } from "./html.js";
import { getLanguage, t } from "./i18n.js";
import { Avatar, Icon } from "./icons.js";
import { HeaderMenu } from "./menu.js";
import { ChatList } from "./chatlist.js";
import { Topics } from "./topics.js";
import { changed, chatOf, fullName, now, state, viewersOf, viewOf } from "./store.js";

export function Phone({ phone }) {
  const view = viewOf(phone);
  const chat = chatOf(view.chat, view.viewer);
  const acts = useMemo(() => actsFor(view.key, view.chat, view.viewer), [view.key, view.chat, view.viewer, getLanguage()]);
  useEffect(() => { if (isVisible(view.key) && state.unread[`${view.key}:${view.chat}`]) { markRead(view.key); changed(); } });
  const testId = view.key === "group" ? "phone-group" : `phone-${phone.user.id}`;
  const hidden = state.onlyPhone !== view.key;
  return html`<section class=${`phone ${hidden ? "not-chosen" : ""}`} data-testid=${testId} data-phone=${view.key}
      data-viewer=${view.viewer} data-chat=${view.chat} aria-label=${captionOf(phone)}>
    <h2 class="caption">${captionOf(phone)}</h2>
    <div class="screen">
      ${view.list || !chat
        ? html`<${ChatList} phone=${phone} view=${view}/>`
        : html`<${Header} phone=${phone} view=${view} chat=${chat} acts=${acts}/>
          ${chat.is_forum && html`<${Topics} view=${view} chat=${chat}/>`}
          <${Chat} key=${`${chat.id}:${view.viewer}:${view.topics[chat.id] ?? ""}`} chat=${chat} viewer=${view.viewer}
            topic=${view.topics[chat.id]} acts=${acts} emptyText=${t(chat.type === "private" ? "empty.private" : "empty.group")}/>
          <${Composer} key=${`${chat.id}:${view.viewer}`} phone=${phone} view=${view} chat=${chat} acts=${acts}/>`}
      <${Toast} toast=${view.toast}/>
      ${view.alert !== null && html`<${Alert} view=${view}/>`}
    </div>
  </section>`;
}

/** "Anna · Rep"; the group phone is named by the group. */
export function captionOf(phone) {
  return phone.chat_id < 0 ? phone.title : `${phone.user.first_name}${phone.title !== phone.user.first_name ? ` · ${phone.title}` : ""}`;
}

function Header({ phone, view, chat, acts }) {
  const elsewhere = Object.entries(state.unread)
    .filter(([key]) => key.startsWith(`${view.key}:`) && key !== `${view.key}:${chat.id}`)
    .reduce((sum, [, count]) => sum + count, 0);
  const open = () => { view.list = true; changed(); };
  return html`<header class="head">
    <button type="button" class="round back" data-testid="back" aria-label=${t("chats")} title=${t("chats")} onClick=${open}>
      <${Icon} name="back"/>${elsewhere > 0 && html`<span class="badge" data-testid="unread-elsewhere">${elsewhere}</span>`}</button>
    <${Avatar} id=${chat.type === "private" ? state.world.bot.id : chat.id} name=${chat.title}/>
    <div class="head-words"><b class="head-title">${chat.title}</b><span class="head-sub">${subtitle(view, chat)}</span></div>
    ${phone.chat_id < 0 && html`<${Viewer} phone=${phone} view=${view}/>`}
    <${HeaderMenu} view=${view} chat=${chat} acts=${acts}/>
  </header>`;
}

function subtitle(view, chat) {
  if (view.typing > now()) return html`<span class="typing">${t("typing")}</span>`;
  if (chat.type === "private") return t("bot");
  if (chat.bot === "left" || chat.bot === "kicked") return t("group.nobot");
  return t(chat.type === "supergroup" ? "group.super" : "group.basic");
}

function Viewer({ phone, view }) {
  const change = (event) => {
    Object.assign(view, { viewer: Number(event.target.value), reply: null, toast: null, alert: null });
    changed();
  };
  return html`<label class="viewer"><span class="visually-hidden">${t("viewer")}</span>
    <select data-testid="viewer" title=${t("viewer")} value=${String(view.viewer)} onChange=${change}>
      ${viewersOf(phone).map((user) => html`<option value=${String(user.id)} selected=${user.id === view.viewer}>${fullName(user)}</option>`)}
    </select></label>`;
}

function Toast({ toast }) {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${toast && html`<div class="toast" key=${toast.id} data-testid="toast">${toast.text}</div>`}</div>`;
}

/** The window of answerCallbackQuery(show_alert): it covers this phone only. */
function Alert({ view }) {
  const button = useRef(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  const close = () => { view.alert = null; changed(); };
  return html`<div class="alert-back" role="alertdialog" aria-label=${view.alert} data-testid="alert"
      onKeyDown=${(event) => event.key === "Escape" && close()}>
    <div class="alert"><p>${view.alert}</p>
      <button type="button" class="flat strong" ref=${button} data-testid="alert-ok" onClick=${close}>${t("ok")}</button></div>
  </div>`;
}

