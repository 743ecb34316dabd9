// An inline button's life: pressed, spinning, answered (toast, alert or link) or given up after 15 s as Telegram does.
import { post } from "./api.js";
import { openLink } from "./links.js";
import { toast } from "./notices.js";
import { changed, phoneByKey, phoneOfUser, state, viewOf } from "./store.js";

const GIVE_UP_MS = 15_000;

const waiting = new Map(); // query id -> { phone, button }
const early = new Map(); // query id -> the answer that came before the press call returned
let inFlight = 0;

export const buttonKey = (userId, chatId, messageId, row, column) =>
  `${userId}:${chatId}:${messageId}:${row}:${column}`;

export async function press(phone, userId, chatId, messageId, row, column, data) {
  const button = buttonKey(userId, chatId, messageId, row, column);
  if (state.pending[button]) return;
  spin(button, true);
  inFlight += 1;
  try {
    const answer = await post("press", { user_id: userId, chat_id: chatId, message_id: messageId, data });
    waiting.set(answer.query_id, { phone, button });
    setTimeout(() => forget(answer.query_id), GIVE_UP_MS);
    const known = early.get(answer.query_id);
    if (known) answered(known);
  } catch (error) {
    spin(button, false);
    toast(phone, error.message);
  } finally {
    inFlight -= 1;
    if (!inFlight) {
      early.forEach(show);
      early.clear();
    }
  }
}

/** The server's `answer` event. */
export function answered(event) {
  const press = waiting.get(event.query_id);
  if (!press && inFlight) {
    early.set(event.query_id, event);
    return;
  }
  early.delete(event.query_id);
  forget(event.query_id);
  show(event, undefined, press?.phone);
}

function forget(queryId) {
  const press = waiting.get(queryId);
  if (!press) return;
  waiting.delete(queryId);
  spin(press.button, false);
}

function show(event, _key, pressedOn) {
  const key = pressedOn ?? (phoneOfUser(event.user_id) && viewOf(phoneOfUser(event.user_id)).key);
  const phone = key && phoneByKey(key);
  if (!phone) return;
  if (event.url) openLink(key, event.user_id, event.url);
  if (!event.text) return;
  if (event.show_alert) viewOf(phone).alert = event.text;
  else toast(key, event.text);
  changed();
}

function spin(button, on) {
  if (on) state.pending[button] = true;
  else delete state.pending[button];
  changed();
}
