// A knob over time: its range from bottom to top, its safe stretch painted, and the way that it goes.

import { svg } from "../core/h.js";

const HEIGHT = 170;
const EDGE = { left: 52, right: 14, top: 12, bottom: 26 };
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400];
const DENSE = 0.2; // turns of a wave in a unit of width, above which only its reach is drawn

export class Graph {
  #back = svg("g", { class: "scale" });
  #band = svg("path", { class: "band" });
  #way = svg("path", { class: "way" });
  marks = svg("g", { class: "marks" });
  element = svg("svg", { class: "graph", role: "group" }, this.#back, this.#band, this.#way, this.marks);
  width = 600;
  span = 10;

  constructor(control) {
    this.control = control;
    this.element.setAttribute("aria-label", `${control.name} over time`);
  }

  x = (time) => EDGE.left + ((this.width - EDGE.left - EDGE.right) * time) / this.span;

  y = (value) => {
    const { low, high } = this.control;
    return EDGE.top + ((HEIGHT - EDGE.top - EDGE.bottom) * (high - this.clamp(value))) / (high - low);
  };

  time = (x) => Math.max(0, ((x - EDGE.left) * this.span) / (this.width - EDGE.left - EDGE.right));

  value = (y) => {
    const { low, high } = this.control;
    return this.clamp(high - ((y - EDGE.top) * (high - low)) / (HEIGHT - EDGE.top - EDGE.bottom));
  };

  clamp = (value) => Math.min(this.control.high, Math.max(this.control.low, value));

  // `at(seconds)` is the way, `reach` how far it swings about it too fast to be drawn; `end` the take's.
  draw({ at, reach = 0, end, span }) {
    this.width = Math.max(240, this.element.clientWidth || this.width);
    this.span = span;
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    this.#back.replaceChildren(...this.#scale(end));
    const places = Array.from({ length: Math.ceil(this.width - EDGE.left - EDGE.right) + 1 }, (_, step) => EDGE.left + step);
    const line = (off) => places.map((x) => `${x} ${this.y(at(this.time(x)) + off).toFixed(1)}`);
    this.#way.setAttribute("d", `M${line(0).join("L")}`);
    this.#band.setAttribute("d", reach ? `M${line(reach).join("L")}L${line(-reach).reverse().join("L")}Z` : "");
  }

  dense = (hertz) => (hertz * this.span) / this.width > DENSE;

  #scale(end) {
    const { low, high, rest, safe, unit } = this.control;
    const [left, right, top, bottom] = [EDGE.left, this.width - EDGE.right, EDGE.top, HEIGHT - EDGE.bottom];
    const box = (props) => svg("rect", { x: left, width: right - left, ...props });
    const word = (value) => svg("text", { x: left - 8, y: this.y(value) + 4, "text-anchor": "end" }, `${number(value)}`);
    return [
      box({ class: "range", y: top, height: bottom - top }),
      safe && box({ class: "safe", y: this.y(safe[1]), height: Math.max(1, this.y(safe[0]) - this.y(safe[1])) }),
      svg("path", { class: "rest", d: `M${left} ${this.y(rest)}H${right}` }),
      word(high), word(low), unit && svg("text", { x: left - 8, y: (top + bottom) / 2 + 4, "text-anchor": "end" }, unit),
      ...this.#ticks(bottom),
      end < this.span && svg("rect", { class: "after", x: this.x(end), width: right - this.x(end), y: top, height: bottom - top }),
    ].filter(Boolean);
  }

  #ticks(bottom) {
    const step = STEPS.find((one) => this.span / one <= Math.max(3, this.width / 90)) ?? this.span;
    const times = Array.from({ length: Math.floor(this.span / step + 1e-9) + 1 }, (_, count) => count * step);
    return times.map((time) => [
      svg("path", { class: "tick", d: `M${this.x(time)} ${EDGE.top}V${bottom + 4}` }),
      svg("text", { x: this.x(time), y: HEIGHT - 6, "text-anchor": time && this.x(time) > this.width - 30 ? "end" : "middle" }, `${number(time)} s`),
    ]).flat();
  }
}

const number = (value) => `${value < 0 ? "−" : ""}${Number(Math.abs(value).toFixed(2))}`;
