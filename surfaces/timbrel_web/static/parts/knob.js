// A knob: turned by hand, wheel, keys or digits. It tells "turned" (detail: the value).
//
// Give it `control` before it stands in the page, and `value` at any time. Who owns it says
// what turning means: knobs.js moves the session by it, other parts their own settings.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { signed } from "../core/words.js";
import { Dial } from "./dial.js";
import { gripped } from "./grip.js";

const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

export class Knob extends Part {
  control = { name: "", low: 0, high: 1, rest: 0, unit: "", says: "", safe: null, inert: "" };
  #value = null;

  draw() {
    const { name, low, high, inert } = this.control;
    this.title = this.says();
    this.dataset.knob = name;
    this.dial = new Dial(this.control);
    this.grip = h("div", { class: "grip", role: "slider", tabindex: 0, "aria-label": title(name), "aria-valuemin": low, "aria-valuemax": high,
      "aria-disabled": inert ? "true" : false, onkeydown: (event) => this.key(event), ondblclick: () => this.turn(this.control.rest) }, this.dial.face);
    this.digits = h("input", { type: "text", inputmode: "decimal", class: "digits", "aria-label": `${title(name)} in digits`, disabled: Boolean(inert),
      onchange: () => this.typed(), onfocus: () => this.digits.select(), onkeydown: (event) => event.key === "Escape" && this.show() });
    this.back = h("button", { class: "quiet back", "aria-label": `${title(name)} back to rest`, title: "Back to rest", onclick: () => this.turn(this.control.rest) }, "↺");
    gripped(this);
    this.append(h("span", { class: "name" }, title(name)), this.grip, h("span", { class: "foot" }, this.digits, this.back));
    this.show();
  }

  get value() {
    return this.#value ?? this.control.rest;
  }

  set value(value) {
    this.#value = value;
    if (this.grip?.isConnected) this.show();
  }

  get fine() {
    const { low, high } = this.control;
    return high - low > 50 ? 1 : (high - low) / 100;
  }

  // By hand: within bounds, and without the dust of binary fractions.
  turn(value) {
    const { low, high, rest, inert } = this.control;
    if (!Number.isFinite(value) || (inert && value !== rest)) return this.show();
    this.#value = Number(Math.min(high, Math.max(low, value)).toFixed(6));
    this.show();
    this.dispatchEvent(new CustomEvent("turned", { detail: this.#value, bubbles: true }));
  }

  show() {
    const { rest, inert } = this.control;
    this.dial.show(this.value);
    this.digits.value = this.written(this.value);
    this.classList.toggle("inert", Boolean(inert));
    this.classList.toggle("outside", this.outside);
    this.back.disabled = this.value === rest;
    this.grip.setAttribute("aria-valuenow", this.value);
    this.grip.setAttribute("aria-valuetext", this.told());
  }

  get outside() {
    const { safe, inert, rest } = this.control;
    return Boolean(safe && !inert && this.value !== rest && (this.value < safe[0] - 1e-6 || this.value > safe[1] + 1e-6));
  }

  written(value) {
    const { low, high } = this.control;
    if (high - low > 50) return String(Math.round(value));
    return low < 0 ? signed(value) : value.toFixed(2);
  }

  told() {
    const { unit, inert } = this.control;
    const state = inert ? `; does not move: ${inert}` : this.outside ? "; outside its safe range" : "";
    return `${this.written(this.value)}${unit ? ` ${unit}` : ""}${state}`;
  }

  // In musical words: what it does, how far it is safe, why it stands still.
  says() {
    const { name, says, safe, inert } = this.control;
    if (inert) return `${title(name)} stands still: ${inert}.`;
    const range = safe ? ` Safe from ${this.written(safe[0])} to ${this.written(safe[1])}.` : "";
    return `${says || title(name)}.${range}`.replace("..", ".");
  }

  key(event) {
    const { low, high } = this.control;
    const ends = { Home: low, End: high };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ends) this.turn(ends[event.key]);
    else if (event.key in KEYS) this.turn(this.value + KEYS[event.key] * this.fine * (event.shiftKey ? 10 : 1));
    else if (event.key === "Delete" || event.key === "Backspace") this.turn(this.control.rest);
    else return;
    event.preventDefault();
  }

  typed() {
    const value = Number.parseFloat(this.digits.value.replace("−", "-").replace(",", "."));
    this.turn(value);
  }
}

export const title = (name) => {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

customElements.define("timbrel-knob", Knob);
