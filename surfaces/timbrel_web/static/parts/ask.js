// A question put to the person, over the page: a name to be given, or whether to go on.

import { h } from "../core/h.js";

// The text that is given, or null if the person would rather not.
export function ask(question, { value = "", yes = "Save", says = "", longest = 64 } = {}) {
  const field = h("input", { type: "text", id: "answer", value, maxlength: longest, required: true, "aria-label": question });
  return put(question, says, yes, field, () => field.value.trim());
}

// Whether the person says yes.
export async function sure(question, { yes, says = "" }) {
  return (await put(question, says, yes, null, () => true)) === true;
}

function put(question, says, yes, field, answer) {
  return new Promise((resolve) => {
    const no = h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel");
    const form = h("form", { method: "dialog", class: "stack" }, h("h2", {}, question), says && h("p", { class: "faint" }, says), field,
      h("div", { class: "row end" }, no, h("button", { type: "submit", class: "main", id: "yes" }, yes)));
    const box = h("dialog", { class: "asking sheet", "aria-label": question }, form);
    let given = null;
    form.addEventListener("submit", () => (given = answer() || null));
    box.addEventListener("close", () => { box.remove(); resolve(given); });
    (document.querySelector("timbrel-shelf") ?? document.body).append(box);
    box.showModal();
    field?.select();
  });
}
