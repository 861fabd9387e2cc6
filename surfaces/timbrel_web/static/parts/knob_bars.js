// How knobs stood, each as a bar from where it rests to where it was.

import { h } from "../core/h.js";
import { signed } from "../core/words.js";
import { session } from "../core/session.js";

// Where what is loaded does not know a knob.
const FROM_ZERO = /^(variation|map_[xy]|share_.*)$/;
const RESTS = { variation: 0.35, map_x: 0.5, map_y: 0.5 };

// `brief`: without those at rest, if any was turned.
export function knobBars(values, { brief = false } = {}) {
  const all = Object.entries(values).map(([name, value]) => ({ name, value, ...bounds(name, value) }));
  const turned = all.filter(({ value, rest }) => Math.abs(value - rest) > 1e-9);
  const still = all.filter((one) => !turned.includes(one)).map(({ name }) => plain(name));
  const rest = h("p", { class: "small faint", title: still.join(", ") }, turned.length ? `At rest: ${still.join(", ")}.` : "All knobs at rest.");
  return h("div", { class: "knob-bars" }, turned.map(bar), still.length && !(brief && turned.length) ? rest : "");
}

function bounds(name, value) {
  const { low, high, rest } = session.control(name) ?? { low: FROM_ZERO.test(name) ? 0 : -1, high: 1, rest: RESTS[name] ?? 0 };
  return { low: Math.min(low, value), high: Math.max(high, value), rest };
}

function bar({ name, value, low, high, rest }) {
  const at = (place) => (100 * (place - low)) / (high - low || 1);
  const [from, to] = [Math.min(at(rest), at(value)), Math.max(at(rest), at(value))];
  return h("div", { class: "knob-bar", title: `${plain(name)}: ${signed(value)}, of ${low} to ${high}` },
    h("span", { class: "small" }, plain(name)),
    h("span", { class: "track", "aria-hidden": "true" }, h("i", { style: `left:${from}%;width:${to - from}%` }), h("b", { style: `left:${at(rest)}%` })),
    h("span", { class: "small digits" }, signed(value)));
}

export const plain = (name) => name.replaceAll("_", " ");
