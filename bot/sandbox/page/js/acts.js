// Everything a person can do in one chat on one phone, as plain functions (the same objects while the chat stays).
import { post } from "./api.js";
import { ask } from "./dialogs.js";
import { t } from "./i18n.js";
import { openLink } from "./links.js";
import { copy, toast } from "./notices.js";
import { press } from "./press.js";
import { changed, fullName, phoneByKey, state, userById, viewOf } from "./store.js";

export function actsFor(key, chatId, viewer) {
  const view = () => viewOf(phoneByKey(key));
  const where = { user_id: viewer, chat_id: chatId };

  /** True when the server took it; else its reason is shown. */
  const tell = async (action, body) => {
    try {
      await post(action, body);
      return true;
    } catch (error) {
      toast(key, error.message);
      return false;
    }
  };
  const thread = () => {
    const topic = view().topics[chatId];
    return typeof topic === "number" ? { thread_id: topic } : {};
  };
  const shareContact = (card) => tell("contact", { ...where, ...card });

  return {
    async send(text) {
      const reply = view().reply;
      const sent = await tell("send", { ...where, text, ...thread(), ...(reply ? { reply_to: reply.id } : {}) });
      if (sent) this.reply(null);
      return sent;
    },
    command(text) {
      const bare = chatId < 0 && !text.includes("@");
      return this.send(bare ? `${text}@${state.world.bot.username}` : text);
    },
    press: (message, row, column, data) => press(key, viewer, chatId, message.id, row, column, data),
    link: (address) => openLink(key, viewer, address),
    copy: (text) => copy(key, text),
    block: (blocked) => tell("block", { user_id: viewer, blocked }),
    unsupported: () => toast(key, t("unsupported")),
    reply(message) {
      view().reply = message;
      changed();
    },
    draft(query) {
      view().draft = `@${state.world.bot.username} ${query}`;
      changed();
    },
    jump(testId) {
      const target = document.querySelector(`[data-phone="${key}"] [data-testid="${testId}"]`);
      if (!target) return;
      target.scrollIntoView({ block: "center", behavior: "smooth" });
      target.classList.add("flash");
      setTimeout(() => target.classList.remove("flash"), 1200);
    },
    ownContact() {
      const user = userById(viewer);
      return shareContact({ phone: user.phone || "+10000000000", first_name: user.first_name,
        last_name: user.last_name, contact_user_id: user.id });
    },
    async contact() {
      const user = userById(viewer);
      const choice = await ask({
        id: "contact", title: t("contact.share"), text: t("contact.text"), ok: t("send"),
        fields: [
          { name: "first_name", label: t("contact.name"), value: t("contact.sample"), required: true, max: 64 },
          { name: "phone", label: t("contact.phone"), value: samplePhone(user), type: "tel", required: true, max: 32 },
        ],
      });
      if (!choice) return;
      const [first, ...rest] = choice.first_name.trim().split(/\s+/);
      const own = choice.first_name.trim() === fullName(user);
      await shareContact({ phone: choice.phone.trim(), first_name: first, last_name: rest.join(" "),
        ...(own ? { contact_user_id: user.id } : {}) });
    },
  };
}

const SAMPLES = { en: "+442079460123", ru: "+79161234567", pl: "+48601234567" };
const samplePhone = (user) => SAMPLES[user?.language_code] ?? SAMPLES[state.world.language] ?? SAMPLES.en;
