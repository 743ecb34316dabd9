// The ⋮ menu of a chat: what a Telegram app can do to a bot or a group and the bot must survive.
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { ask } from "./dialogs.js";
import { html } from "./html.js";
import { LANGUAGES, t } from "./i18n.js";
import { Icon } from "./icons.js";
import { openLink, showChat } from "./links.js";
import { toast } from "./notices.js";
import { changed, chatOf, fullName, state, userById } from "./store.js";

const GONE = ["left", "kicked"];

export function HeaderMenu({ view, chat, acts }) {
  const [open, setOpen] = useState(false);
  const element = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event) => { if (!element.current.contains(event.target)) setOpen(false); };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const items = open ? (chat.type === "private" ? privateItems(view, chat, acts) : groupItems(view, chat)) : [];
  return html`<div class="menu-anchor" ref=${element} onKeyDown=${(event) => event.key === "Escape" && setOpen(false)}>
    <button type="button" class="round" data-testid="header-menu" aria-label=${t("more")} aria-expanded=${open} title=${t("more")}
      onClick=${() => setOpen(!open)}><${Icon} name="dots"/></button>
    ${open && html`<ul class="popup">${items.map(([id, run]) => html`<li key=${id}><button type="button" data-testid=${`action-${id}`}
      onClick=${() => { setOpen(false); run(); }}>${t(`action.${id}`)}</button></li>`)}</ul>`}
  </div>`;
}

function privateItems(view, chat, acts) {
  return [
    ["link", () => askLink(view)],
    ["language", () => askLanguage(view)],
    ["newgroup", () => newGroup(view)],
    chat.blocked ? ["unblock", () => acts.block(false)] : ["block", () => acts.block(true)],
  ];
}

function groupItems(view, chat) {
  const run = (action, more) => groupAction(view, chat.id, action, more);
  const named = async (action, title, value) => {
    const answer = await ask({ title, ok: t("ok"), fields: [{ name: "title", label: t("name"), value, required: true, max: 128 }] });
    if (answer) await run(action, answer);
  };
  const topic = (chat.topics ?? []).find((one) => one.id === view.topics[chat.id]);
  const here = !GONE.includes(chat.bot);
  return [
    ["link", () => askLink(view)],
    here ? ["remove_bot", () => run("remove_bot")] : ["add_bot", () => run("add_bot")],
    here && chat.bot !== "administrator" && ["promote_bot", () => run("promote_bot")],
    ["add_member", () => addMember(view, chat, run)],
    ["rename", () => named("rename", t("action.rename"), chat.title)],
    !chat.is_forum && ["make_forum", () => run("make_forum")],
    chat.is_forum && ["create_topic", () => named("create_topic", t("action.create_topic"), "")],
    topic && !topic.closed && ["close_topic", () => run("close_topic", { topic_id: topic.id })],
    topic && topic.closed && ["reopen_topic", () => run("reopen_topic", { topic_id: topic.id })],
    chat.type === "group" && ["upgrade", () => run("upgrade")],
    ["newgroup", () => newGroup(view)],
  ].filter(Boolean);
}

async function groupAction(view, chatId, action, more = {}) {
  try {
    const answer = await post("group", { action, chat_id: chatId, user_id: view.viewer, ...more });
    if (answer.chat_id && answer.chat_id !== chatId) showChat(view.key, answer.chat_id);
  } catch (error) {
    toast(view.key, error.message);
  }
}

async function addMember(view, chat, run) {
  const others = state.world.phones.filter((phone) => phone.chat_id > 0 && !chatOf(chat.id, phone.user.id));
  if (!others.length) {
    toast(view.key, t("nobody"));
    return;
  }
  const options = others.map((phone) => ({ value: String(phone.user.id), label: fullName(phone.user) }));
  const answer = await ask({ title: t("action.add_member"), ok: t("add"),
    fields: [{ name: "member", label: t("person"), options, value: options[0].value }] });
  if (answer) await run("add_member", { member_id: Number(answer.member) });
}

async function newGroup(view) {
  const answer = await ask({ title: t("action.newgroup"), ok: t("create"),
    fields: [{ name: "title", label: t("name"), value: "", required: true, max: 128 }] });
  if (answer) await groupAction(view, undefined, "create", answer);
}

/** An invite link reaches another person by copy and paste; this is where they paste it. */
async function askLink(view) {
  const answer = await ask({ id: "link", title: t("action.link"), text: t("link.text"), ok: t("link.open"),
    fields: [{ name: "url", label: t("link.label"), value: `https://t.me/${state.world.bot.username}?start=`, required: true, max: 512 }] });
  if (answer) await openLink(view.key, view.viewer, answer.url.trim());
}

async function askLanguage(view) {
  const options = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  const user = userById(view.viewer);
  const answer = await ask({ title: t("action.language"), text: t("language.text"), ok: t("ok"),
    fields: [{ name: "language_code", label: t("language"), options, value: user.language_code }] });
  if (!answer) return;
  try {
    await post("language", { user_id: view.viewer, ...answer });
    user.language_code = answer.language_code;
    changed();
  } catch (error) {
    toast(view.key, error.message);
  }
}

export function NewGroup({ view }) {
  return html`<button type="button" class="round" data-testid="new-group" aria-label=${t("action.newgroup")} title=${t("action.newgroup")}
    onClick=${() => newGroup(view)}><${Icon} name="plus"/></button>`;
}
