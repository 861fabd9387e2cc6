// Every other setting of a training as a number, each with what it does.

import { h } from "../core/h.js";
import { lesson } from "./lesson.js";

export function settings(controls) {
  const rows = controls.map(row);
  return { element: h("div", { class: "settings" }, rows.map((one) => one.element)), show: () => rows.forEach((one) => one.show()) };
}

function row(control) {
  const { name, low, high, rest, unit, says } = control;
  const input = h("input", { type: "number", id: `set-${name}`, min: low, max: high, step: "any", title: `${low} to ${high}`, "aria-describedby": `says-${name}`,
    onchange: () => lesson.setting(control, Number.isFinite(input.valueAsNumber) ? Math.min(high, Math.max(low, input.valueAsNumber)) : rest) });
  const reset = h("button", { class: "quiet", "aria-label": `${name} as usual`, title: `Back to ${rest}`, onclick: () => lesson.setting(control, rest) }, "↺");
  const show = () => {
    input.value = lesson.settings[name] ?? rest;
    reset.disabled = !(name in lesson.settings);
  };
  show();
  return { show, element: h("div", { class: "setting" }, h("label", { for: `set-${name}` }, name.replaceAll("_", " ")), input, h("span", { class: "small faint unit" }, unit), reset,
    h("p", { class: "small faint", id: `says-${name}` }, says)) };
}
