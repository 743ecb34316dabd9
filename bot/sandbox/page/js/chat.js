// The messages of one chat: days, runs of one sender, topics, and a scroll that keeps to the bottom.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { dayKey, dayText } from "./format.js";
import { html } from "./html.js";
import { getLanguage, t } from "./i18n.js";
import { Icon } from "./icons.js";
import { Message } from "./message.js";
import { buttonKey } from "./press.js";
import { state } from "./store.js";

const SHOWN_AT_FIRST = 80;
const RUN_SECONDS = 600; // messages of one person closer than this are one run, with one tail
const NEAR_BOTTOM = 60;

export function Chat({ chat, viewer, topic, acts, emptyText }) {
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const all = useMemo(() => inTopic(chat, topic), [chat.messages, topic]);
  const shown = all.slice(-limit);
  const scroll = useScroll(all, viewer);
  return html`<div class="chat" ref=${scroll.box} onScroll=${scroll.onScroll} tabindex="0" role="log" aria-label=${chat.title}>
    <ol class="messages" ref=${scroll.list}>
      ${all.length > shown.length && html`<li class="service"><button type="button" class="pill" data-testid="earlier"
        onClick=${() => { scroll.unpin(); setLimit(limit + SHOWN_AT_FIRST); }}>${t("earlier")}</button></li>`}
      ${!all.length && html`<li class="service"><span class="pill empty" data-testid="empty">${emptyText}</span></li>`}
      ${shown.flatMap((message, at) => rows(chat, viewer, topic, acts, message, shown[at - 1], shown[at + 1]))}
    </ol>
    ${scroll.below > 0 && html`<button type="button" class="to-bottom" data-testid="to-bottom" aria-label=${t("bottom")}
      onClick=${scroll.toBottom}><${Icon} name="down"/>${scroll.fresh > 0 && html`<span class="badge">${scroll.fresh}</span>`}</button>`}
  </div>`;
}

function inTopic(chat, topic) {
  const messages = chat.messages.filter((message) => !message.deleted);
  if (!topic) return messages;
  return messages.filter((message) => (message.thread_id ?? 0) === (topic === "general" ? 0 : topic));
}

function rows(chat, viewer, topic, acts, message, before, after) {
  const newDay = !before || dayKey(before.date) !== dayKey(message.date);
  const first = newDay || !sameRun(before, message);
  const tail = !after || dayKey(after.date) !== dayKey(message.date) || !sameRun(message, after);
  const group = chat.type !== "private";
  const thread = chat.is_forum && !topic && first && (chat.topics ?? []).find((one) => one.id === message.thread_id);
  return html`
    ${newDay && html`<li class="service day" key=${`day-${message.id}`}><span class="pill">${dayText(message.date)}</span></li>`}
    <${Message} key=${message.id} message=${message} chatId=${chat.id} viewer=${viewer} acts=${acts} tail=${tail}
      named=${group && first && message.from.id !== viewer} group=${group} topic=${thread ? thread.name : ""}
      quoted=${nameOf(chat, message.reply_to)} pending=${pendingOf(viewer, chat.id, message)} lang=${getLanguage()}/>`;
}

/** Whose message is quoted; empty when it is gone. */
function nameOf(chat, reply) {
  return reply ? (chat.messages.find((one) => one.id === reply.id)?.from.first_name ?? "") : "";
}

function sameRun(one, two) {
  return !one.service && !two.service && one.from.id === two.from.id && one.thread_id === two.thread_id
    && Boolean(one.ephemeral_for) === Boolean(two.ephemeral_for) && two.date - one.date < RUN_SECONDS;
}

/** The message's spinning buttons as one string ("|row:column||row:column|"), so that Memo can compare it. */
function pendingOf(viewer, chatId, message) {
  const prefix = buttonKey(viewer, chatId, message.id, "", "").slice(0, -1);
  return Object.keys(state.pending).filter((key) => key.startsWith(prefix)).map((key) => `|${key.slice(prefix.length)}|`).join("");
}

/** Keeps to the bottom unless the person scrolled up; what they write themselves brings them down again. */
function useScroll(messages, viewer) {
  const box = useRef(null);
  const list = useRef(null);
  const pinned = useRef(true);
  const seen = useRef(messages.length);
  const [below, setBelow] = useState(0);
  const toBottom = () => {
    pinned.current = true;
    if (box.current) box.current.scrollTop = box.current.scrollHeight; // null while the chat is being left
  };
  const last = messages.at(-1);
  const lastKey = last && `${last.id}:${last.from.id}`;
  useLayoutEffect(() => {
    if (last?.from.id === viewer && !last.service) pinned.current = true;
  }, [lastKey]);
  useLayoutEffect(() => {
    if (!pinned.current) return;
    seen.current = messages.length;
    toBottom();
  });
  useEffect(() => {
    const observer = new ResizeObserver(() => pinned.current && toBottom());
    observer.observe(list.current);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    const distance = scrollHeight - scrollTop - clientHeight;
    pinned.current = distance < NEAR_BOTTOM;
    setBelow(pinned.current ? 0 : 1);
  };
  const unpin = () => { pinned.current = false; };
  return { box, list, below, fresh: messages.length - seen.current, onScroll, toBottom, unpin };
}
