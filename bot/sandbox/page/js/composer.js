// Where a person types: command menu, contact, reply, the START and Unblock bars, and the bot's reply keyboard.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { t } from "./i18n.js";
import { Icon } from "./icons.js";
import { ReplyKeyboard, replyKeyboardOf } from "./replykeyboard.js";
import { state } from "./store.js";

export function Composer({ phone, view, chat, acts }) {
  const [text, setText] = useState("");
  const [menu, setMenu] = useState(false);
  const input = useRef(null);
  const commands = commandsFor(view.viewer, chat.id, text, menu);
  const keyboard = replyKeyboardOf(chat, view.viewer);
  useEffect(() => {
    if (view.draft === undefined) return;
    setText(view.draft);
    view.draft = undefined;
    input.current?.focus();
  }, [view.draft]);
  useEffect(() => { if (view.reply) input.current?.focus(); }, [view.reply]);
  useEffect(() => grow(input.current), [text]);

  const send = async () => {
    const typed = text.trim();
    if (!typed) return;
    setText("");
    setMenu(false);
    if (!(await acts.send(typed))) setText(typed);
  };
  const choose = (command) => {
    setText("");
    setMenu(false);
    acts.command(`/${command}`);
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape") setMenu(false);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  if (chat.blocked) return html`<${Bar} id="unblock" label=${t("unblock")} onClick=${() => acts.block(false)}/>`;
  return html`<div class="composer">
    ${commands.length > 0 && html`<${Commands} commands=${commands} choose=${choose}/>`}
    ${menu && !commands.length && html`<p class="commands none">${t("nocommands")}</p>`}
    ${isFresh(chat, view.viewer) && html`<${Bar} id="start" label=${t("start")} onClick=${() => acts.send("/start")}/>`}
    ${view.reply && html`<${ReplyTo} message=${view.reply} cancel=${() => acts.reply(null)}/>`}
    <form class="line" onSubmit=${(event) => { event.preventDefault(); send(); }}>
      <button type="button" class=${`round ${menu ? "on" : ""}`} data-testid="menu" aria-label=${t("commands")} aria-expanded=${menu}
        title=${t("commands")} onClick=${() => setMenu(!menu)}><${Icon} name=${menu ? "close" : "menu"}/></button>
      <textarea ref=${input} rows="1" data-testid="chat-input" value=${text} maxlength="4096" enterkeyhint="send"
        placeholder=${keyboard?.input_field_placeholder ?? t("message")} aria-label=${`${t("message")}, ${phone.title}`}
        onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown}></textarea>
      <button type="button" class="round" data-testid="attach" aria-label=${t("contact.share")} title=${t("contact.share")}
        onClick=${() => acts.contact()}><${Icon} name="attach"/></button>
      <button type="submit" class="round send" data-testid="send" aria-label=${t("send")} title=${t("send")}
        disabled=${!text.trim()}><${Icon} name="send"/></button>
    </form>
    ${keyboard?.keyboard && html`<${ReplyKeyboard} keyboard=${keyboard} acts=${acts}/>`}
  </div>`;
}

function Bar({ id, label, onClick }) {
  return html`<button type="button" class="bar" data-testid=${id} onClick=${onClick}>${label}</button>`;
}

/** A private chat in which the person has not written yet shows START, as in Telegram; so does an emptied one. */
function isFresh(chat, viewer) {
  if (chat.type !== "private" || chat.messages.some((message) => message.from.id === viewer)) return false;
  return !chat.started || !chat.messages.length;
}

function commandsFor(userId, chatId, text, menu) {
  const all = state.world.commands[`${userId}:${chatId}`] ?? [];
  if (menu) return all;
  const typed = /^\/(\w*)$/.exec(text);
  return typed ? all.filter((one) => one.command.startsWith(typed[1])) : [];
}

function Commands({ commands, choose }) {
  return html`<ul class="commands" aria-label=${t("commands")}>
    ${commands.map((one) => html`<li key=${one.command}><button type="button" data-testid=${`command-${one.command}`}
      onClick=${() => choose(one.command)}><b>/${one.command}</b><span>${one.description}</span></button></li>`)}
  </ul>`;
}

function ReplyTo({ message, cancel }) {
  return html`<div class="reply-to" data-testid="reply-to"><${Icon} name="reply"/>
    <span class="reply-words"><b>${message.from.first_name}</b><span>${message.text ?? message.caption ?? "…"}</span></span>
    <button type="button" class="round" aria-label=${t("cancel")} onClick=${cancel}><${Icon} name="close"/></button></div>`;
}

/** As tall as its text, up to what the style sheet allows. */
function grow(area) {
  if (!area) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
