// The keyboard a bot puts in the place of the phone's own: the newest one in the chat that still holds.
import { html } from "./html.js";
import { t } from "./i18n.js";

/** The markup in force for the viewer: { keyboard, … } or null; `force_reply` is left to the reply button. */
export function replyKeyboardOf(chat, viewer) {
  const messages = chat.messages;
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const markup = messages[at].reply_keyboard;
    if (!markup) continue;
    if (markup.remove_keyboard || !markup.keyboard) return null;
    const used = markup.one_time_keyboard && messages.slice(at + 1).some((one) => one.from.id === viewer);
    return used ? null : markup;
  }
  return null;
}

export function ReplyKeyboard({ keyboard, acts }) {
  const press = (button) => {
    if (button.request_contact) acts.ownContact();
    else if (button.text) acts.send(button.text);
  };
  return html`<div class="reply-keyboard" role="group" aria-label=${t("buttons")} data-testid="reply-keyboard">
    ${keyboard.keyboard.map((row) => html`<div class="keys" style=${{ "--keys": row.length }}>
      ${row.map((one) => {
        const button = typeof one === "string" ? { text: one } : one;
        return html`<button type="button" class=${`key ${button.style ?? ""}`} data-testid="reply-button" data-text=${button.text}
          onClick=${() => press(button)}><span class="key-label">${button.text}</span></button>`;
      })}
    </div>`)}
  </div>`;
}
