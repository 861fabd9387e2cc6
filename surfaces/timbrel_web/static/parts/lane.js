// One knob that moves by itself: its curve, its wave, or the wave about the curve, drawn as it will be.

import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { session } from "../core/session.js";
import { chance, fetched } from "./chance.js";
import * as curves from "./curve.js";
import { Graph } from "./graph.js";
import { title } from "./knob.js";
import { Points } from "./points.js";
import { Swing } from "./swing.js";
import * as waves from "./wave.js";

const MOST = 1000; // turns of a random wave that are drawn

export class Lane {
  // `changed(curve, wave)` has both as they are written, or null where there is none; `left` takes it away.
  constructor(control, changed, left) {
    this.control = control;
    this.changed = changed;
    this.graph = new Graph(control);
    this.points = new Points(this.graph, () => this.write());
    this.swing = new Swing(control, (wave) => this.write(wave));
    this.element = this.#drawn(left);
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.graph.element);
  }

  #drawn(left) {
    const { name } = this.control;
    const toggle = (id, text, title) => h("button", { id: `${id}-${name}`, "aria-pressed": "false", title, onclick: () => this.toggle(id) }, text);
    this.buttons = { curve: toggle("curve", "Curve", "Points over time"), wave: toggle("wave", "Wave", "A swing about it") };
    this.note = h("p", { class: "small faint", hidden: true }, "The take is a loop: let it end where it begins, or the knob jumps there.");
    const away = h("button", { class: "quiet", id: `still-${name}`, "aria-label": `Let ${name} stand still`, title: "Let this knob stand still again", onclick: left }, "×");
    return h("section", { class: "lane", "aria-label": name }, h("div", { class: "row" }, h("h3", {}, title(name)), h("span", { class: "grow" }), Object.values(this.buttons), away),
      this.graph.element, this.points.form, this.swing.form, this.note);
  }

  get curve() {
    return this.points.points.length > 0;
  }

  show(curve, wave) {
    this.points.points = curve ? curves.read(curve) : [];
    this.points.chosen = Math.min(this.points.chosen, Math.max(0, this.points.points.length - 1));
    this.wave = wave ? waves.read(wave) : null;
    this.draw();
  }

  // One of the two there always is: who wants neither takes the lane away.
  toggle(which) {
    const only = this.curve !== Boolean(this.wave);
    if (which === "curve") this.points.points = this.curve && !only ? [] : this.curve ? this.points.points : this.level();
    else this.wave = this.wave && !only ? null : (this.wave ?? { ...this.swing.wave });
    this.write();
  }

  // The whole curve, so that it ends with the take.
  stretch(seconds) {
    const last = this.points.points.at(-1)?.time;
    if (!last) return;
    for (const point of this.points.points) point.time = Math.round((1000 * point.time * seconds) / last) / 1000;
    this.write();
  }

  level() {
    const value = session.values[this.control.name] ?? this.control.rest;
    return [0, order.duration].map((time) => ({ time, value, kind: "linear" }));
  }

  write(wave = this.wave) {
    this.wave = wave;
    this.changed(this.curve ? curves.written(this.points.points) : null, wave ? waves.written(wave) : null);
    this.draw();
  }

  draw() {
    const { points } = this.points;
    const end = order.duration;
    const span = Math.max(end, ...points.map(({ time }) => time));
    const stands = session.values[this.control.name] ?? this.control.rest;
    const middle = (now) => (this.curve ? curves.at(points, now) : stands);
    this.graph.span = span;
    const dense = this.wave && this.graph.dense(waves.hertz(this.wave.rate));
    const at = this.wave && !dense ? (now) => middle(now) + waves.at(this.wave, now, chance) : middle;
    this.graph.draw({ at, reach: dense ? this.wave.depth : 0, end, span });
    this.points.show();
    this.#tell(at, end);
    if (this.wave?.shape === "random" && !dense) this.random(span);
  }

  #tell(at, end) {
    if (this.wave) this.swing.show(this.wave);
    for (const [which, there] of [["curve", this.curve], ["wave", Boolean(this.wave)]]) this.buttons[which].setAttribute("aria-pressed", there);
    this.points.form.hidden = !this.curve;
    this.swing.form.hidden = !this.wave;
    this.graph.element.classList.toggle("bent", this.curve);
    this.note.hidden = !order.loop || Math.abs(at(0) - at(end)) < 0.02 * (this.control.high - this.control.low);
  }

  // What chance will give is worked out once, and then drawn.
  async random(span) {
    const first = Math.floor(this.wave.phase);
    const last = Math.min(first + MOST, Math.floor(waves.hertz(this.wave.rate) * span + this.wave.phase));
    if (chance(first) !== undefined && chance(last) !== undefined) return;
    if (await fetched(first, last)) this.draw();
  }

  gone() {
    this.watch.disconnect();
  }
}
