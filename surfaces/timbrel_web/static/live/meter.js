// How loud it is, left and right: a bar of what is, and a line that holds the peak a while.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { sounding } from "./sounding.js";

const LOWEST = -60; // dB
const HOLDS = 1500; // ms that a peak is held
const FALLS = 24; // dB a second
const HOT = -1; // dB, over which it is close to the ceiling

const decibel = (level) => Math.max(20 * Math.log10(Math.max(level, 1e-9)), LOWEST);
const place = (value) => `${(100 * (value - LOWEST)) / -LOWEST}%`;

class Meter extends Part {
  draw() {
    this.sides = ["Left", "Right"].map((name) => {
      const bar = h("i", { class: "bar" });
      const hold = h("i", { class: "hold" });
      const figure = h("span", { class: "digits small figure" }, "−∞");
      const track = h("div", { class: "track", role: "meter", "aria-label": `${name} level`, "aria-valuemin": LOWEST, "aria-valuemax": 0, "aria-valuenow": LOWEST }, bar, hold);
      this.append(h("div", { class: "side" }, h("span", { class: "faint small" }, name), track, figure));
      return { bar, hold, figure, track, shown: LOWEST, top: LOWEST, until: 0 };
    });
    this.append(h("div", { class: "scale faint small", "aria-hidden": "true" }, [-48, -36, -24, -12, -6, 0].map((at) => h("span", { style: `left: ${place(at)}` }, String(at).replace("-", "−")))));
    this.on(sounding, "told", ({ detail }) => this.show(detail));
    this.on(sounding, "changed", () => sounding.on || this.rest());
  }

  show({ peak, rms }) {
    const now = performance.now();
    const passed = (now - (this.last ?? now)) / 1000;
    this.last = now;
    this.sides.forEach((side, number) => {
      side.shown = Math.max(decibel(rms[number]), side.shown - FALLS * passed);
      const top = decibel(peak[number]);
      if (top >= side.top || now > side.until) Object.assign(side, { top: Math.max(top, top >= side.top ? top : side.top - FALLS * passed), until: top >= side.top ? now + HOLDS : side.until });
      this.draws(side);
    });
  }

  draws({ bar, hold, figure, track, shown, top }) {
    bar.style.clipPath = `inset(0 ${100 - parseFloat(place(shown))}% 0 0)`;
    hold.style.left = place(top);
    hold.classList.toggle("hot", top > HOT);
    figure.textContent = top <= LOWEST ? "−∞" : top.toFixed(1).replace("-", "−");
    track.setAttribute("aria-valuenow", top.toFixed(0));
  }

  rest() {
    for (const side of this.sides) this.draws(Object.assign(side, { shown: LOWEST, top: LOWEST, until: 0 }));
  }
}

customElements.define("timbrel-meter", Meter);
