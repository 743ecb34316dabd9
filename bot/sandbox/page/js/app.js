// The page: reads texts and state, keeps the connection, draws phones side by side (one with tabs when narrow).
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { DialogHost } from "./dialogs.js";
import { markRead } from "./events.js";
import { html } from "./html.js";
import { getLanguage, loadTexts, setLanguage, t } from "./i18n.js";
import { Phone } from "./phone.js";
import { connect } from "./socket.js";
import { changed, phoneKey, state, useStore } from "./store.js";
import { startTheme } from "./theme.js";
import { TopBar } from "./topbar.js";

function App() {
  useStore();
  useEffect(() => { document.body.dataset.phase = state.phase; });
  if (!state.world) return html`<${Waiting}/>`;
  return html`
    <${TopBar}/>
    <${Banner}/>
    <${Tabs}/>
    <main class="phones">${state.world.phones.map((phone) => html`<${Phone} key=${`${state.generation}:${phoneKey(phone)}`} phone=${phone}/>`)}</main>
    ${state.world.phones.length === 0 && html`<p class="nothing">${t("nophones")}</p>`}
    ${state.busy && html`<div class="busy" role="status"><span class="spinner big"/>${t(state.busy)}</div>`}
    <${DialogHost}/>`;
}

/** Before the first state: connecting, or the server does not answer. */
function Waiting() {
  const failed = state.phase === "failed";
  return html`<main class="waiting" data-testid=${failed ? "failed" : "connecting"} role="status">
    ${failed ? html`<span class="waiting-sign" aria-hidden="true">⚠️</span>` : html`<span class="spinner big"/>`}
    <h1>${t(failed ? "failed.title" : "connecting")}</h1>
    ${failed && html`<p>${t("failed.text")}</p>
      <button type="button" class="tool strong" onClick=${() => location.reload()}>${t("failed.again")}</button>`}
  </main>`;
}

function Banner() {
  if (!state.online) return html`<div class="banner" role="alert" data-testid="offline">${t("offline")}</div>`;
  if (state.world.status === "failed") {
    return html`<div class="banner bad" role="alert" data-testid="bot-failed">${t("botfailed")} ${state.world.status_text}</div>`;
  }
  return null;
}

function Tabs() {
  const choose = (key) => { state.onlyPhone = key; markRead(key); changed(); };
  return html`<div class="tabs only-narrow" role="tablist" aria-label=${t("phones")}>
    ${state.world.phones.map((phone) => {
      const key = phoneKey(phone);
      const unread = Object.entries(state.unread).filter(([name]) => name.startsWith(`${key}:`)).reduce((sum, [, n]) => sum + n, 0);
      return html`<button type="button" role="tab" key=${key} data-testid=${`tab-${key}`} aria-selected=${state.onlyPhone === key}
        onClick=${() => choose(key)}><span>${phone.chat_id < 0 ? phone.title : phone.user.first_name}</span>
        ${unread > 0 && html`<span class="badge">${unread}</span>`}</button>`;
    })}
  </div>`;
}

async function start() {
  startTheme();
  try {
    await loadTexts();
  } catch (error) {
    console.error(error);
    state.phase = "failed";
  }
  setLanguage(getLanguage());
  render(html`<${App}/>`, document.getElementById("root"));
  connect();
}

start();
