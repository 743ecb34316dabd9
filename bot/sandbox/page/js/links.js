// Links pressed on a phone. Those to the bot act inside the sandbox; the web is asked about first, as Telegram does.
import { post } from "./api.js";
import { ask } from "./dialogs.js";
import { t } from "./i18n.js";
import { copy, toast } from "./notices.js";
import { changed, chatOf, phoneByKey, phoneOfUser, state, viewOf } from "./store.js";

/** { kind: "bot" | "telegram" | "copy" | "web", url, params } */
export function classify(address) {
  let url;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
  } catch {
    return { kind: "copy", url: address };
  }
  const bot = state.world.bot.username.toLowerCase();
  if (url.protocol === "tg:") {
    const mine = (url.searchParams.get("domain") ?? "").toLowerCase() === bot;
    return { kind: mine ? "bot" : "telegram", url: address, params: url.searchParams };
  }
  if (["t.me", "telegram.me", "telegram.dog"].includes(url.hostname)) {
    const mine = url.pathname.split("/")[1]?.toLowerCase() === bot;
    return { kind: mine ? "bot" : "telegram", url: url.href, params: url.searchParams };
  }
  if (url.protocol === "http:" || url.protocol === "https:") return { kind: "web", url: url.href };
  return { kind: "copy", url: address.replace(/^(tel|mailto):/i, "") };
}

export async function openLink(key, userId, address) {
  const link = classify(address);
  if (link.kind === "bot") return openBot(key, userId, link);
  if (link.kind === "copy") return copy(key, link.url);
  if (link.kind === "telegram") return toast(key, t("link.telegram"));
  const yes = await ask({ title: t("link.ask"), text: link.url, ok: t("link.open") });
  if (yes) window.open(link.url, "_blank", "noopener");
}

async function openBot(key, userId, link) {
  try {
    const body = { user_id: userId, url: link.url };
    if (link.params.has("startgroup")) {
      const chosen = await chooseGroup(userId);
      if (!chosen) return;
      body.chat_id = chosen;
    }
    await post("open_link", body);
    if (body.chat_id) showChat(key, body.chat_id);
    else showPrivate(key, userId);
  } catch (error) {
    toast(key, error.message);
  }
}

/** Which of a person's groups the bot is to be added to; null when they thought better of it. */
async function chooseGroup(userId) {
  const groups = Object.keys(state.world.chats)
    .map((name) => name.split(":").map(Number))
    .filter(([chat, viewer]) => viewer === userId && chat < 0)
    .map(([chat]) => ({ value: String(chat), label: chatOf(chat, userId).title }));
  if (!groups.length) {
    await ask({ title: t("link.group"), text: t("link.nogroup"), ok: t("ok") });
    return null;
  }
  const answer = await ask({
    title: t("link.group"), ok: t("add"),
    fields: [{ name: "chat", label: t("group"), options: groups, value: groups[0].value }],
  });
  return answer && Number(answer.chat);
}

/** The private chat opens on the person's own phone, whichever phone the link was pressed on. */
function showPrivate(key, userId) {
  const own = phoneOfUser(userId);
  const target = own ? viewOf(own).key : key;
  showChat(target, userId);
  if (target !== key) state.onlyPhone = target;
  changed();
}

export function showChat(key, chatId) {
  const phone = phoneByKey(key);
  if (!phone) return;
  Object.assign(viewOf(phone), { chat: chatId, list: false, reply: null });
  delete state.unread[`${key}:${chatId}`];
  changed();
}
