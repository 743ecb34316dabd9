// What the page knows. `world` is what the server said (contract: GET /page/state), the rest is how it is looked at.
import { useLayoutEffect, useState } from "preact/hooks";

export const state = {
  generation: 0, // counts new worlds: what was typed in the old one goes with it
  phase: "connecting", // connecting | ready | failed (never loaded)
  online: true, // false: the world on screen may be out of date
  busy: "", // text key of what the whole page waits for (a reset)
  world: null,
  clockReadAt: 0, // performance.now() when world.clock was true
  views: {}, // by phone key: which chat, topic and viewer it shows, its toast, alert and reply
  unread: {}, // by "<phone key>:<chat id>"
  pending: {}, // by button key: true while the button spins
  dialog: null,
  onlyPhone: null, // the phone shown on a narrow screen
};

const listeners = new Set();
let scheduled = false;

/** Tell the page that `state` was changed; many calls in a row draw once. */
export function changed() {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    for (const listener of listeners) listener();
  });
}

export function useStore() {
  const [, draw] = useState(0);
  // Not useEffect: that waits for the next frame, and a world that came before it would never be drawn.
  useLayoutEffect(() => {
    const listener = () => draw((count) => count + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return state;
}

/** A person's phone is known by the user's id, the one that shows the team chat as "group". */
export function phoneKey(phone) {
  return phone.chat_id < 0 ? "group" : String(phone.user.id);
}

export function viewOf(phone) {
  const key = phoneKey(phone);
  state.views[key] ??= {
    key, home: phone.chat_id, chat: phone.chat_id, viewer: phone.user.id, list: false, topics: {}, reply: null,
    toast: null, alert: null, typing: 0,
  };
  return state.views[key];
}

export function phoneByKey(key) {
  return state.world?.phones.find((phone) => phoneKey(phone) === key);
}

/** The phone on which a user is seen: their own, or the group phone while it looks through their eyes. */
export function phoneOfUser(userId) {
  const phones = state.world?.phones ?? [];
  return (
    phones.find((phone) => phoneKey(phone) === String(userId)) ??
    phones.find((phone) => viewOf(phone).viewer === userId)
  );
}

export function userById(userId) {
  return state.world?.phones.find((phone) => phone.user.id === userId)?.user;
}

export function chatOf(chatId, viewerId) {
  return state.world?.chats[`${chatId}:${viewerId}`];
}

/** Whom the group phone may look as. */
export function viewersOf(phone) {
  return phone.viewers ?? [phone.user];
}

export function fullName(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

/** The sandbox's time now, in milliseconds. It runs on between the server's messages. */
export function now() {
  const clock = state.world?.clock;
  if (!clock) return Date.now();
  return Date.parse(clock.now) + (performance.now() - state.clockReadAt);
}

export function isOpen(view, chatId) {
  return view.chat === chatId && !view.list;
}
