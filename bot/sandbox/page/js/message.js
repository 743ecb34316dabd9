// One message: service pill or bubble with name, quote, body, buttons, time and marks.
import { renderText } from "./entities.js";
import { fullText, sizeText, timeText } from "./format.js";
import { html, Memo } from "./html.js";
import { t } from "./i18n.js";
import { Avatar, Icon } from "./icons.js";
import { Keyboard } from "./keyboard.js";
import { ask } from "./dialogs.js";

/** Props are plain values, or objects that stay the same while nothing changed, so that Memo can compare them.
 *  message, chatId, viewer, acts, pending (keys of its spinning buttons), lang, tail (last of a run), named, group,
 *  topic (shown over it), quoted (whose message it answers) */
export class Message extends Memo {
  render({ message, chatId, viewer, acts, pending, tail, named, group, topic, quoted }) {
    const id = `message-${chatId}-${message.id}`;
    if (message.service) {
      return html`<li class="service" data-testid=${id}><span class="pill">${message.service}</span></li>`;
    }
    const out = message.from.id === viewer;
    const classes = ["row", out ? "out" : "in", tail && "tail", group && !out && "with-avatar"];
    return html`<li class=${classes.filter(Boolean).join(" ")} data-testid=${id} data-out=${out}>
      ${group && !out && (tail ? html`<${Avatar} id=${message.from.id} name=${message.from.first_name} small/>`
        : html`<span class="avatar-gap"/>`)}
      <div class="block">
        <div class=${`bubble ${message.ephemeral_for ? "ephemeral" : ""} ${message.photo_url ? "has-photo" : ""}`}
            onDblClick=${() => acts.reply(message)}>
          ${named && html`<div class=${`sender hue-text${message.from.id % 7}`}>${message.from.first_name}
            ${topic && html`<span class="in-topic"> · ${topic}</span>`}</div>`}
          ${!named && topic && html`<div class="sender in-topic">${topic}</div>`}
          ${message.ephemeral_for && html`<div class="only-you"><${Icon} name="eye"/>${t("ephemeral")}</div>`}
          <${Quote} reply=${message.reply_to} name=${quoted} chatId=${chatId} acts=${acts}/>
          <${Body} message=${message} acts=${acts}/>
          <${Marks} message=${message} out=${out}/>
          <button type="button" class="reply-button" aria-label=${t("reply")} title=${t("reply")}
            data-testid="reply" onClick=${() => acts.reply(message)}><${Icon} name="reply"/></button>
        </div>
        ${message.keyboard?.length > 0 && html`<${Keyboard} message=${message} acts=${acts} pending=${pending}/>`}
        <${Reactions} list=${message.reactions}/>
      </div>
    </li>`;
  }
}

function Quote({ reply, name, chatId, acts }) {
  if (!reply) return null;
  return html`<button type="button" class="quote" onClick=${() => acts.jump(`message-${chatId}-${reply.id}`)}>
    <span class="quote-name">${name || t("reply")}</span>
    <span class="quote-text">${reply.text || "…"}</span></button>`;
}

function Body({ message, acts }) {
  const { text, caption, photo_url: photo, document: file, contact } = message;
  return html`
    ${photo && html`<button type="button" class="photo" aria-label=${t("photo")}
        onClick=${() => ask({ title: t("photo"), image: photo, wide: true, only: true, ok: t("close") })}>
      <img src=${photo} alt=${caption ?? t("photo")} loading="lazy"/></button>`}
    ${file && html`<a class="file" href=${file.url} download=${file.name}>
      <span class="file-icon"><${Icon} name="file"/></span>
      <span class="file-words"><b>${file.name}</b><small>${sizeText(file.size)}</small></span></a>`}
    ${contact && html`<button type="button" class="contact" title=${t("copy")} onClick=${() => acts.copy(contact.phone_number)}>
      <${Avatar} id=${contact.user_id ?? contact.phone_number.length} name=${contact.first_name} small/>
      <span class="file-words"><b>${[contact.first_name, contact.last_name].filter(Boolean).join(" ")}</b>
        <small>${contact.phone_number}</small></span></button>`}
    ${(text ?? caption) && html`<div class="text" dir="auto" data-testid="text">${
      renderText(text ?? caption, message.entities ?? message.caption_entities, acts)}</div>`}`;
}

function Marks({ message, out }) {
  return html`<span class="marks" title=${fullText(message.date)}>
    ${message.pinned && html`<span aria-label=${t("pinned")}>📌 </span>`}
    ${message.edit_date && html`<span data-testid="edited">${t("edited")} </span>`}
    <time>${timeText(message.date)}</time>
    ${out && html`<svg class="ticks" viewBox="0 0 18 12" aria-hidden="true"><path d="M1 6.500l3 3L10.5 2M7.5 9.500l.5.500L15 2"/></svg>`}
  </span>`;
}

function Reactions({ list }) {
  if (!list?.length) return null;
  return html`<div class="reactions">${list.map((one) => html`<span class="reaction">${one.emoji}</span>`)}</div>`;
}
