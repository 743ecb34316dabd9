// Inline keyboards. Labels stay on one line and end in an ellipsis when the phone is too narrow for them.
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "./html.js";
import { t } from "./i18n.js";
import { Icon } from "./icons.js";
import { classify } from "./links.js";

export function Keyboard({ message, acts, pending }) {
  const element = useRef(null);
  useLayoutEffect(() => markCut(element.current));
  return html`<div class="keyboard" ref=${element} role="group" aria-label=${t("buttons")}>
    ${message.keyboard.map((row, at) => html`<div class="keys" style=${{ "--keys": row.length }}>
      ${row.map((button, column) => html`<${Button} button=${button} row=${at} column=${column}
        message=${message} acts=${acts} busy=${pending.includes(`|${at}:${column}|`)}/>`)}
    </div>`)}
  </div>`;
}

/** A cut label says so to tests (data-cut) and shows itself whole as a tooltip. */
function markCut(keyboard) {
  for (const label of keyboard.querySelectorAll(".key-label")) {
    const button = label.parentElement;
    const cut = label.scrollWidth > label.clientWidth;
    button.toggleAttribute("data-cut", cut);
    if (cut) {
      button.dataset.cut = "true";
      button.title = label.textContent;
    } else {
      button.removeAttribute("title");
    }
  }
}

const STYLES = new Set(["primary", "success", "danger"]);

function Button({ button, row, column, message, acts, busy }) {
  const style = STYLES.has(button.style) ? button.style : "";
  const corner = cornerOf(button);
  return html`<button type="button" class=${`key ${style}`} data-testid="inline-button"
      data-text=${button.text} data-callback=${button.callback_data} data-url=${button.url}
      data-row=${row} data-col=${column} data-style=${style || "plain"} aria-busy=${busy ? "true" : "false"}
      disabled=${Boolean(button.disabled)} onClick=${() => act(button, row, column, message, acts)}>
    <span class="key-label">${button.text}</span>
    ${busy ? html`<span class="spinner" role="status" aria-label=${t("waiting")}/>` : corner && html`<span class="corner"><${Icon} name=${corner}/></span>`}
  </button>`;
}

function cornerOf(button) {
  if (button.copy_text) return "copy";
  if (!button.url) return null;
  return classify(button.url).kind === "bot" ? null : "link";
}

function act(button, row, column, message, acts) {
  if (button.callback_data !== undefined) acts.press(message, row, column, button.callback_data);
  else if (button.copy_text) acts.copy(button.copy_text.text);
  else if (button.url) acts.link(button.url);
  else if (button.switch_inline_query_current_chat !== undefined) acts.draft(button.switch_inline_query_current_chat);
  else acts.unsupported();
}
