// What each of the server's events does to the state.
import { setLanguage } from "./i18n.js";
import { answered } from "./press.js";
import { changed, chatOf, isOpen, now, phoneByKey, phoneKey, state, viewOf } from "./store.js";

export function takeState(world) {
  const other = state.world && state.world.language !== world.language;
  state.world = world;
  state.clockReadAt = performance.now();
  state.phase = "ready";
  state.online = true;
  setLanguage(world.language);
  const keys = new Set(world.phones.map(phoneKey));
  for (const key of Object.keys(state.views)) if (!keys.has(key) || other) delete state.views[key];
  for (const phone of world.phones) repair(phone);
  for (const key of Object.keys(state.unread)) if (!hasMessages(key)) delete state.unread[key];
  if (!keys.has(state.onlyPhone)) state.onlyPhone = world.phones.length ? phoneKey(world.phones[0]) : null;
}

/** False for a chat that a reset has emptied or taken away: nothing in it can be unread. */
function hasMessages(unreadKey) {
  const [key, chatId] = unreadKey.split(":");
  const phone = phoneByKey(key);
  return Boolean(phone && chatOf(chatId, viewOf(phone).viewer)?.messages.length);
}

/** A chat that is gone (a group became a supergroup, the world was reset) must not stay on a screen. */
function repair(phone) {
  const view = viewOf(phone);
  if (!state.world.phones.some((one) => one.user.id === view.viewer)) view.viewer = phone.user.id;
  if (!state.world.chats[`${view.chat}:${view.viewer}`] || view.home !== phone.chat_id) {
    view.chat = phone.chat_id;
    view.home = phone.chat_id;
    view.reply = null;
  }
}

const handlers = {
  message: (event) => put(event, true),
  edit: (event) => put(event, false),
  delete: removeMessage,
  answer: answered,
  typing: showTyping,
  clock: (event) => {
    Object.assign(state.world.clock, { offset: event.offset, now: event.now });
    state.clockReadAt = performance.now();
  },
  status: (event) => {
    Object.assign(state.world, { status: event.status, status_text: event.status_text ?? "" });
  },
  reset: (event) => {
    if (event.language) Object.assign(state, { views: {}, unread: {}, pending: {}, generation: state.generation + 1 });
    return "reload"; // without a language only the people changed
  },
  commands: (event) => {
    state.world.commands = event.commands;
  },
};

/** Does what the event says; "reload" when only the whole state can tell. */
export function apply(event) {
  return (handlers[event.type] ?? (() => "reload"))(event);
}

function put(event, isNew) {
  const { chat_id: chatId, message } = event;
  let known = true;
  for (const viewer of event.viewers ?? []) {
    const chat = state.world.chats[`${chatId}:${viewer}`];
    if (!chat) {
      known = false;
      continue;
    }
    const at = chat.messages.findIndex((one) => one.id === message.id);
    if (at >= 0) chat.messages = chat.messages.with(at, message);
    else chat.messages = [...chat.messages, message];
    if (at < 0 && isNew) count(chatId, viewer, message);
  }
  return known ? undefined : "reload";
}

function count(chatId, viewer, message) {
  for (const phone of state.world.phones) {
    const view = viewOf(phone);
    if (view.viewer !== viewer) continue;
    if (message.from?.is_bot) view.typing = 0;
    if (message.from?.id === viewer) continue;
    if (message.reply_keyboard?.force_reply && view.chat === chatId) view.reply = message;
    const key = `${view.key}:${chatId}`;
    if (!isRead(chatId, viewer)) state.unread[key] = (state.unread[key] ?? 0) + 1;
  }
}

/** What a person sees on one screen is read on all: the manager's phone and the group's may be the same person's. */
function isRead(chatId, viewer) {
  return state.world.phones.map(viewOf).some((view) => view.viewer === viewer && isOpen(view, chatId) && isVisible(view.key));
}

export function isVisible(key) {
  return !matchMedia("(max-width: 819px)").matches || state.onlyPhone === key;
}

function removeMessage(event) {
  const prefix = `${event.chat_id}:`;
  for (const [key, chat] of Object.entries(state.world.chats)) {
    if (!key.startsWith(prefix)) continue;
    const viewer = Number(key.slice(prefix.length));
    if (event.viewers && !event.viewers.includes(viewer)) continue;
    chat.messages = chat.messages.filter((one) => one.id !== event.message_id);
  }
}

function showTyping(event) {
  for (const phone of state.world.phones) {
    const view = viewOf(phone);
    if (view.chat !== event.chat_id || !(event.viewers ?? [view.viewer]).includes(view.viewer)) continue;
    view.typing = now() + 5000;
    setTimeout(changed, 5100);
  }
}

/** Marks what is on a phone's screen as read. */
export function markRead(key) {
  const phone = phoneByKey(key);
  if (!phone) return;
  const view = viewOf(phone);
  if (!view.list) delete state.unread[`${key}:${view.chat}`];
}
