// The settings of a wave: its shape, how fast it goes, how far, and where it begins.

import { h } from "../core/h.js";
import { session } from "../core/session.js";
import { neat } from "./curve.js";
import { slider } from "./slider.js";
import { WORDS, hertz } from "./wave.js";

const RATE = { low: -6, high: 5, rest: -1, unit: "Hz", says: "How many turns a second", safe: null };
const NOTES = { "4/1": "4 bars", "2/1": "2 bars", "1/1": "1 bar", "1/2": "half", "3/8": "dotted quarter", "1/4": "quarter", "1/6": "quarter triplet", "1/8": "eighth", "1/16": "sixteenth" };

export class Swing {
  // `changed(wave)` has the wave as it is now to be.
  constructor(control, changed) {
    const { low, high, unit, name } = control;
    this.wave = { shape: "sine", rate: "0.5", depth: (high - low) / 4, phase: 0 };
    this.change = (changes) => changed((this.wave = { ...this.wave, ...changes }));
    this.shape = h("select", { "aria-label": "Shape", onchange: () => this.change({ shape: this.shape.value }) }, options(WORDS));
    this.unit = h("select", { "aria-label": "Rate in", onchange: () => this.count() }, options({ hertz: "by the second", notes: "by notes" }));
    this.note = h("select", { "aria-label": "Note", onchange: () => this.noted() }, options(NOTES));
    this.tempo = h("input", { type: "number", min: 10, max: 400, "aria-label": "Beats a minute", onchange: () => this.noted() });
    const told = (id, label, own, moved, words) => slider(own, { id: `${id}-${name}`, label, value: own.rest, moved, ...(words && { words }) });
    this.rate = told("rate", "Rate", RATE, (at) => this.change({ rate: neat(2 ** at) }), (at) => `${Number((2 ** at).toPrecision(3))} Hz`);
    const reach = { low: 0, high: high - low, rest: (high - low) / 4, unit, safe: null, says: "How far to either side" };
    this.depth = told("depth", "Depth", reach, (depth) => this.change({ depth }));
    this.phase = told("phase", "Phase", { low: 0, high: 1, rest: 0, unit: "turn", safe: null, says: "Where in its turn it begins" }, (phase) => this.change({ phase }));
    this.beat = h("div", { class: "row small" }, h("label", {}, "A turn is ", this.note), h("label", {}, " at ", this.tempo, " beats a minute"));
    this.form = h("div", { class: "swing" }, h("div", { class: "row small" }, h("label", {}, "Wave ", this.shape), this.unit, this.beat), h("div", { class: "slides" }, this.rate.element, this.depth.element, this.phase.element));
  }

  show(wave) {
    this.wave = wave;
    const [note, tempo] = String(wave.rate).split("@");
    const notes = tempo !== undefined;
    if (notes && !(note in NOTES)) this.note.append(h("option", { value: note }, note));
    this.shape.value = wave.shape;
    this.unit.value = notes ? "notes" : "hertz";
    if (notes) [this.note.value, this.tempo.value] = [note, tempo];
    this.beat.hidden = !notes;
    this.rate.element.hidden = notes;
    this.rate.show(Math.log2(hertz(wave.rate)));
    this.depth.show(wave.depth);
    this.phase.show(wave.phase);
  }

  // From one way to count to the other: the model's own tempo where it has one, or 120.
  count() {
    if (this.unit.value === "hertz") return this.change({ rate: neat(hertz(this.wave.rate)) });
    this.note.value = "1/4";
    this.tempo.value = session.values.tempo > 0 ? neat(session.values.tempo) : 120;
    return this.noted();
  }

  noted() {
    const tempo = this.tempo.valueAsNumber;
    if (tempo >= 10 && tempo <= 400) this.change({ rate: `${this.note.value}@${neat(tempo)}` });
  }
}

const options = (words) => Object.entries(words).map(([value, text]) => h("option", { value }, text));
