// One modal dialog for everything the page asks: a text, maybe fields, two buttons.
import { useEffect, useRef } from "preact/hooks";
import { html } from "./html.js";
import { t } from "./i18n.js";
import { changed, state } from "./store.js";

/** Asks and waits. Resolves to the fields' values by name, or null when cancelled.
 *  spec: { title, text?, paragraphs?, fields?: [{ name, label, value?, options?, type?, required? }], ok, danger?, id? } */
export function ask(spec) {
  state.dialog?.done(null);
  return new Promise((resolve) => {
    const done = (values) => {
      if (state.dialog?.done !== done) return;
      state.dialog = null;
      changed();
      resolve(values);
    };
    state.dialog = { ...spec, done };
    changed();
  });
}

export function DialogHost() {
  const spec = state.dialog;
  return spec ? html`<${Dialog} key=${spec.title} spec=${spec}/>` : null;
}

function Dialog({ spec }) {
  const element = useRef(null);
  useEffect(() => element.current.showModal(), []);
  const id = spec.id ?? "dialog";
  const submit = (event) => {
    event.preventDefault();
    spec.done(Object.fromEntries(new FormData(event.target)));
  };
  return html`<dialog ref=${element} class=${spec.wide ? "dialog wide" : "dialog"} data-testid=${id} aria-labelledby="dialog-title"
      onCancel=${(event) => { event.preventDefault(); spec.done(null); }}
      onClick=${(event) => event.target === element.current && spec.done(null)}>
    <form onSubmit=${submit}>
      <h2 id="dialog-title">${spec.title}</h2>
      ${spec.text && html`<p class="dialog-text">${spec.text}</p>`}
      ${spec.image && html`<img class="dialog-image" src=${spec.image} alt=${spec.text ?? ""}/>`}
      ${spec.paragraphs && html`<ul class="help">${spec.paragraphs.map((line) => html`<li>${line}</li>`)}</ul>`}
      ${(spec.fields ?? []).map((field, index) => html`<${Field} key=${field.name} field=${field} first=${index === 0}/>`)}
      <div class="dialog-buttons">
        ${spec.ok !== undefined && !spec.only && html`<button type="button" class="flat" data-testid=${`${id}-cancel`}
          onClick=${() => spec.done(null)}>${t("cancel")}</button>`}
        <button type="submit" class=${spec.danger ? "flat danger" : "flat strong"} data-testid=${`${id}-confirm`}>
          ${spec.ok ?? t("ok")}</button>
      </div>
    </form>
  </dialog>`;
}

function Field({ field, first }) {
  const common = { name: field.name, "data-testid": `field-${field.name}`, autofocus: first };
  return html`<label class="field"><span>${field.label}</span>
    ${field.options
      ? html`<select ...${common}>${field.options.map((option) => html`<option value=${option.value}
          selected=${option.value === field.value}>${option.label}</option>`)}</select>`
      : html`<input ...${common} type=${field.type ?? "text"} defaultValue=${field.value ?? ""} autocomplete="off"
          required=${field.required ?? false} maxlength=${field.max ?? 256}/>`}
  </label>`;
}
