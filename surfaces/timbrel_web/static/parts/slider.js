// A small slider: its name, its safe stretch painted beneath, its value in words, and the way back.

import { h } from "../core/h.js";

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

// The largest neat step that gives a slider a hundred places or more, and can stop at rest.
export function step({ low, high, rest }) {
  const lands = (size) => [rest - low, high - low].every((way) => Math.abs(way / size - Math.round(way / size)) < 1e-6);
  return STEPS.findLast((size) => size <= (high - low) / 100 && lands(size)) ?? "any";
}

export const plain = (control, value) => {
  const digits = control.high - control.low >= 60 ? 0 : 2;
  return `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(digits)}${control.unit ? ` ${UNITS[control.unit] ?? control.unit}` : ""}`;
};

const UNITS = { deg: "°" };

// `moved` is told each new value; `words` says a value as people do. show(value) moves it from outside.
export function slider(control, { id, label, value, moved, words = (at) => plain(control, at), hint = "" }) {
  const input = h("input", { type: "range", id, min: control.low, max: control.high, step: step(control), title: control.says, disabled: Boolean(control.inert) });
  const output = h("output", { class: "digits small", for: id });
  const reset = h("button", { class: "quiet", "aria-label": `${label} back to rest`, title: `Back to ${words(control.rest)}`, onclick: () => set(control.rest) }, "↺");
  const show = (at) => {
    input.value = at;
    output.textContent = words(at);
    input.setAttribute("aria-valuetext", words(at));
    reset.disabled = Math.abs(at - control.rest) < 1e-9;
  };
  const set = (at) => {
    show(at);
    moved(at);
  };
  input.addEventListener("input", () => set(Number(input.value)));
  input.addEventListener("dblclick", () => set(control.rest));
  show(value);
  const element = h("div", { class: "slide", title: control.inert || control.says }, h("label", { for: id }, label),
    h("div", { class: "track" }, input, zone(control)), output, reset, (control.inert || hint) && h("p", { class: "hint faint small" }, control.inert || hint));
  return { element, input, show };
}

function zone({ low, high, safe }) {
  if (!safe) return null;
  const part = (value) => (100 * (value - low)) / (high - low);
  return h("span", { class: "zone" }, h("i", { style: `left: ${part(safe[0])}%; right: ${100 - part(safe[1])}%` }));
}
