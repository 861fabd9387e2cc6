// The points of a curve on its graph: to add, drag and take away, by mouse, finger and keys.

import { h, svg } from "../core/h.js";
import { WORDS } from "./curve.js";
import { spot } from "./pad.js";

const GRIP = 16; // units from a point that still take hold of it
const TWICE = 600; // ms within which a second click on a new point does not take it away
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Points {
  points = [];
  chosen = 0;
  #born = { point: null, at: 0 }; // the point that a press made, and when

  // `changed` is called whenever a point has moved, come or gone.
  constructor(graph, changed) {
    this.graph = graph;
    this.changed = changed;
    const { element } = graph;
    element.addEventListener("pointerdown", (event) => this.press(event));
    element.addEventListener("pointermove", (event) => element.hasPointerCapture(event.pointerId) && this.carry(...spot(element, event)));
    element.addEventListener("dblclick", (event) => this.old(event) && this.remove());
    element.addEventListener("keydown", (event) => this.key(event));
    this.form = this.#form();
  }

  press(event) {
    if (event.button !== 0 || !this.points.length) return;
    event.preventDefault();
    this.graph.element.setPointerCapture(event.pointerId);
    const [x, y] = spot(this.graph.element, event);
    const under = this.points.findIndex((point) => Math.hypot(this.graph.x(point.time) - x, this.graph.y(point.value) - y) < GRIP);
    this.choose(under < 0 ? this.add(this.graph.time(x), this.graph.value(y)) : under);
    if (under < 0) this.#born = { point: this.points[this.chosen], at: event.timeStamp };
  }

  // Whether the chosen point was there before the double click that is on it.
  old(event) {
    return this.points[this.chosen] !== this.#born.point || event.timeStamp - this.#born.at > TWICE;
  }

  carry(x, y) {
    this.set({ time: this.graph.time(x), value: this.graph.value(y) });
  }

  add(time, value) {
    const number = this.points.findIndex((point) => point.time > time);
    const at = number < 0 ? this.points.length : number;
    this.points.splice(at, 0, { time, value, kind: "linear" });
    this.chosen = at;
    this.set({});
    return at;
  }

  // Where there is most room.
  insert() {
    const ends = [...this.points.map(({ time }) => time), this.graph.span];
    const gaps = ends.slice(1).map((time, number) => time - ends[number]);
    const number = gaps.indexOf(Math.max(...gaps));
    const [left, right] = [this.points[number], this.points[number + 1] ?? { ...this.points[number], time: this.graph.span }];
    this.choose(this.add((left.time + right.time) / 2, (left.value + right.value) / 2));
  }

  remove() {
    if (this.points.length < 2) return;
    this.points.splice(this.chosen, 1);
    this.choose(Math.max(0, this.chosen - 1));
    this.changed();
  }

  // The chosen point, never past its neighbours.
  set(changes) {
    const point = Object.assign(this.points[this.chosen], changes);
    const [before, after] = [this.points[this.chosen - 1]?.time ?? 0, this.points[this.chosen + 1]?.time ?? this.graph.span];
    point.time = Math.round(1000 * Math.min(Math.max(before, after), Math.max(before, point.time))) / 1000;
    point.value = Math.round(1000 * this.graph.clamp(point.value)) / 1000;
    this.changed();
  }

  key(event) {
    if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else if (WAYS[event.key]) this.step(...WAYS[event.key], event.shiftKey ? 0.2 : 1);
    else return;
    event.preventDefault();
  }

  step(right, up, part) {
    const { low, high } = this.graph.control;
    const { time, value } = this.points[this.chosen];
    this.set({ time: time + (part * right * this.graph.span) / 100, value: value + (part * up * (high - low)) / 50 });
  }

  choose(number) {
    this.chosen = number;
    this.show();
    this.graph.marks.children[number]?.focus({ preventScroll: true });
  }

  show() {
    const { marks } = this.graph;
    if (marks.children.length !== this.points.length) marks.replaceChildren(...this.points.map((_, number) => this.#mark(number)));
    this.points.forEach((point, number) => this.#place(marks.children[number], point, number));
    this.#tell();
  }

  #mark(number) {
    const choose = () => {
      this.chosen = number;
      this.show();
    };
    return svg("circle", { tabindex: 0, role: "slider", r: 7, onfocus: choose });
  }

  #place(mark, { time, value }, number) {
    const said = { cx: this.graph.x(time), cy: this.graph.y(value), class: number === this.chosen ? "point chosen" : "point", "aria-label": `Point ${number + 1} of ${this.points.length}`,
      "aria-valuemin": this.graph.control.low, "aria-valuemax": this.graph.control.high, "aria-valuenow": value, "aria-valuetext": `${value} at ${time} seconds` };
    for (const [name, text] of Object.entries(said)) mark.setAttribute(name, text);
  }

  #form() {
    const given = (name) => (event) => Number.isFinite(event.target.valueAsNumber) && this.set({ [name]: event.target.valueAsNumber });
    this.time = h("input", { type: "number", min: 0, step: "any", "aria-label": "Seconds of the point", onchange: given("time") });
    this.value = h("input", { type: "number", step: "any", "aria-label": "Value of the point", onchange: given("value") });
    this.kind = h("select", { "aria-label": "How it gets there", title: "How the knob gets to this point", onchange: () => this.set({ kind: this.kind.value }) },
      Object.entries(WORDS).map(([kind, words]) => h("option", { value: kind }, words)));
    this.which = h("span", { class: "small faint" });
    this.less = h("button", { class: "quiet", title: "Take this point away (Delete, or a double click on it)", "aria-label": "Remove point", onclick: () => this.remove() }, "Remove");
    const more = h("button", { class: "quiet", title: "Another point, where there is most room; or click into the graph", "aria-label": "Add point", onclick: () => this.insert() }, "Add");
    return h("div", { class: "row small" }, this.which, h("label", {}, "at ", this.time, " s"), h("label", {}, "to ", this.value), h("label", {}, "by ", this.kind), h("span", { class: "grow" }), more, this.less);
  }

  #tell() {
    if (!this.points.length) return;
    const { time, value, kind } = this.points[this.chosen];
    this.which.textContent = `Point ${this.chosen + 1} of ${this.points.length}`;
    for (const [input, text] of [[this.time, time], [this.value, value], [this.kind, kind]]) if (document.activeElement !== input || input === this.kind) input.value = text;
    this.kind.disabled = this.chosen === 0;
    this.less.disabled = this.points.length < 2;
  }
}
