// The face of a knob: an arc with its safe stretch painted, a mark where it rests, a pointer.

import { svg } from "../core/h.js";

const SWEEP = 135; // degrees to each side of straight up
const [INNER, OUTER, CAP] = [39, 46, 29]; // radii in a square of 100

export class Dial {
  constructor({ low, high, rest, safe }) {
    Object.assign(this, { low, high, rest });
    this.value = svg("path", { class: "value" });
    this.pointer = svg("line", { class: "pointer", x1: 0, x2: 0, y1: -CAP + 4, y2: -CAP + 15 });
    const tick = { class: "rest", x1: 0, x2: 0, y1: -OUTER - 3, y2: -INNER + 3, transform: `rotate(${this.angle(rest)})` };
    this.face = svg("svg", { viewBox: "-52 -52 104 94", class: "dial", "aria-hidden": "true" },
      svg("path", { class: "track", d: arc(INNER, -SWEEP, SWEEP) }), safe && this.stretch(safe),
      this.value, svg("line", tick), svg("circle", { class: "cap", r: CAP }), this.pointer);
  }

  angle(value) {
    const part = this.high > this.low ? (value - this.low) / (this.high - this.low) : 0;
    return SWEEP * (2 * Math.min(1, Math.max(0, part)) - 1);
  }

  // The safe stretch; where it is but a point, still a mark that can be seen.
  stretch([from, to]) {
    const [start, end] = [this.angle(from), this.angle(to)];
    const least = Math.max(0, 6 - (end - start)) / 2;
    return svg("path", { class: "safe", d: arc(OUTER, start - least, end + least) });
  }

  show(value) {
    const [here, home] = [this.angle(value), this.angle(this.rest)];
    this.value.setAttribute("d", here === home ? "" : arc(INNER, Math.min(here, home), Math.max(here, home)));
    this.pointer.setAttribute("transform", `rotate(${here})`);
  }
}

function arc(radius, from, to) {
  const at = (degrees) => {
    const turn = (degrees * Math.PI) / 180;
    return `${(radius * Math.sin(turn)).toFixed(2)} ${(-radius * Math.cos(turn)).toFixed(2)}`;
  };
  return `M ${at(from)} A ${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${at(to)}`;
}
