// Bot API entities to elements. Offsets are UTF-16 units, which is what JavaScript strings count in.
import { dateTimeText, fullText } from "./format.js";
import { html } from "./html.js";
import { t } from "./i18n.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** acts: { link(url), command(text), copy(text) } */
export function renderText(text, entities, acts) {
  const sorted = [...(entities ?? [])]
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((one, two) => one.offset - two.offset || two.length - one.length);
  return build(text, 0, text.length, sorted, acts);
}

function build(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  while (entities.length) {
    const entity = entities.shift();
    if (entity.offset < at) continue;
    const stop = Math.min(entity.offset + entity.length, end);
    const inside = [];
    while (entities.length && entities[0].offset < stop) inside.push(entities.shift());
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const children = build(text, entity.offset, stop, inside, acts);
    nodes.push(element(entity, text.slice(entity.offset, stop), children, acts));
    // a block ends its line by itself: the line break after it would show as an empty line
    at = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function element(entity, raw, children, acts) {
  if (TAGS[entity.type]) return html`<${TAGS[entity.type]}>${children}<//>`;
  return (elements[entity.type] ?? plain)(entity, raw, children, acts);
}

const plain = (_entity, _raw, children) => html`<span>${children}</span>`;
const link = (address, children, acts) => html`<a
  href=${address} class="link" data-testid="link"
  onClick=${(event) => { event.preventDefault(); acts.link(address); }}>${children}</a>`;
const copied = (raw, children, acts, kind) => html`<button
  type="button" class=${`plain ${kind}`} title=${t("copy")} onClick=${() => acts.copy(raw)}>${children}</button>`;

const elements = {
  url: (_entity, raw, children, acts) => link(raw, children, acts),
  text_link: (entity, _raw, children, acts) => link(entity.url, children, acts),
  email: (_entity, raw, children, acts) => copied(raw, children, acts, "link"),
  phone_number: (_entity, raw, children, acts) => copied(raw, children, acts, "link"),
  mention: (_entity, _raw, children) => html`<span class="link">${children}</span>`,
  text_mention: (_entity, _raw, children) => html`<span class="link">${children}</span>`,
  hashtag: (_entity, _raw, children) => html`<span class="link">${children}</span>`,
  cashtag: (_entity, _raw, children) => html`<span class="link">${children}</span>`,
  bot_command: (_entity, raw, children, acts) => html`<button
    type="button" class="plain link" onClick=${() => acts.command(raw)}>${children}</button>`,
  code: (_entity, raw, children, acts) => copied(raw, children, acts, "code"),
  pre: (entity, raw, _children, acts) => html`<div class="pre">
    <div class="pre-head"><span>${entity.language}</span>
      <button type="button" class="plain" onClick=${() => acts.copy(raw)}>${t("copy")}</button></div>
    <pre><code>${raw}</code></pre></div>`,
  blockquote: (_entity, _raw, children) => html`<blockquote>${children}</blockquote>`,
  expandable_blockquote: (_entity, _raw, children) => html`<blockquote class="fold">
    <input type="checkbox" class="fold-switch" aria-label=${t("expand")}/><div class="fold-text">${children}</div></blockquote>`,
  spoiler: (_entity, _raw, children) => html`<button
    type="button" class="plain spoiler" aria-label=${t("spoiler")}
    onClick=${(event) => { event.currentTarget.classList.add("shown"); event.currentTarget.removeAttribute("aria-label"); }}>
    <span>${children}</span></button>`,
  date_time: (entity, _raw, children) => html`<time
    class="date" datetime=${new Date(entity.unix_time * 1000).toISOString()} title=${fullText(entity.unix_time)}>
    ${entity.date_time_format ? dateTimeText(entity.unix_time, entity.date_time_format) : children}</time>`,
};
