// The bar over the phones: the world's clock, language and reset, the bot's state, people, theme, help.
import { useEffect, useState } from "preact/hooks";
import { post } from "./api.js";
import { ask } from "./dialogs.js";
import { clockText, offsetText, zone } from "./format.js";
import { showHelp } from "./help.js";
import { html } from "./html.js";
import { LANGUAGES, t } from "./i18n.js";
import { Icon } from "./icons.js";
import { changed, now, state } from "./store.js";
import { ThemeButton } from "./theme.js";

export function TopBar() {
  const [open, setOpen] = useState(false);
  return html`<header class="topbar" data-testid="topbar">
    <${BotStatus}/>
    <${Clock}/>
    <button type="button" class="tool only-narrow" aria-label=${t("more")} aria-expanded=${open} data-testid="topbar-more"
      onClick=${() => setOpen(!open)}><${Icon} name=${open ? "close" : "menu"}/></button>
    <div class=${`rest ${open ? "open" : ""}`}>
      <${Language}/>
      <button type="button" class="tool" data-testid="add-person" onClick=${addPerson}><${Icon} name="plus"/>${t("person.add")}</button>
      <${ThemeButton}/>
      <button type="button" class="tool" data-testid="help" onClick=${showHelp}>${t("help")}</button>
    </div>
  </header>`;
}

/** Does one thing; what goes wrong is told over the page. */
export async function act(action, body, busy = "") {
  state.busy = busy;
  changed();
  try {
    return await post(action, body);
  } catch (error) {
    await ask({ title: t("wrong"), text: error.message, only: true, ok: t("ok") });
    return null;
  } finally {
    state.busy = "";
    changed();
  }
}

function Clock() {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const ahead = offsetText(state.world.clock.offset, { d: t("unit.d"), h: t("unit.h"), min: t("unit.min") });
  const skip = (id, amount, short) => html`<button type="button" class="tool" data-testid=${`skip-${id}`} title=${t("skip.title")}
    aria-label=${t(`skip.${id}`)} onClick=${() => act("clock", { skip: amount })}>
    <span class="long">${t(`skip.${id}`)}</span><span class="short">${short ?? t(`skip.${id}`)}</span></button>`;
  return html`<div class="clock" role="group" aria-label=${t("clock")}>
    <span class="clock-face" title=${zone()}><time data-testid="clock">${clockText(now())}</time>
      <small class="ahead" data-testid="clock-offset">${ahead || t("clock.real")}</small></span>
    ${skip("1h", "+1h")}${skip("48h", "+48h")}${skip("morning", "next_morning", "→ 9:00")}
  </div>`;
}

function Language() {
  const [choice, setChoice] = useState(state.world.language);
  useEffect(() => setChoice(state.world.language), [state.world.language]);
  const reset = async () => {
    const yes = await ask({ id: "reset", title: t("reset.title"), text: t("reset.text", { language: LANGUAGES[choice] }),
      ok: t("reset"), danger: true });
    if (yes) await act("reset", { language: choice }, "reset.busy");
  };
  return html`<div class="group"><label class="group"><span class="visually-hidden">${t("language")}</span>
    <select class="tool" data-testid="language" title=${t("language.world")} value=${choice} onChange=${(event) => setChoice(event.target.value)}>
      ${Object.entries(LANGUAGES).map(([code, name]) => html`<option value=${code} selected=${code === choice}>${name}</option>`)}
    </select></label>
    <button type="button" class=${`tool ${choice !== state.world.language ? "wanted" : ""}`} data-testid="reset" onClick=${reset}>${t("reset")}</button>
  </div>`;
}

const KNOWN = ["starting", "running", "stopped", "failed"];

function BotStatus() {
  const status = state.online ? (KNOWN.includes(state.world.status) ? state.world.status : "failed") : "offline";
  const show = async () => {
    const again = await ask({ id: "bot", title: `${state.world.bot.first_name}: ${t(`status.${status}`)}`,
      text: [state.world.status_text, t("status.text", { name: state.world.bot.username })].filter(Boolean).join("\n\n"), ok: t("status.restart") });
    if (again) await act("restart_bot", {});
  };
  return html`<button type="button" class="tool status" data-testid="bot-status" data-status=${status}
    title=${state.world.status_text} onClick=${show}>
    <span class="dot" aria-hidden="true"></span><span class="status-words" role="status">${t(`status.${status}`)}</span></button>`;
}

async function addPerson() {
  const options = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  const answer = await ask({ id: "person", title: t("person.add"), text: t("person.text"), ok: t("add"),
    fields: [
      { name: "first_name", label: t("name"), value: "", required: true, max: 64 },
      { name: "language_code", label: t("language.phone"), options, value: state.world.language },
    ] });
  if (!answer) return;
  const made = await act("person", answer);
  if (made?.user) state.onlyPhone = String(made.user.id);
  changed();
}
