// How a training goes, as two drawings: how far off it is, and what its latent space tells (KL).

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { plot } from "./plot.js";

const WORDS = {
  now: ["Now", "What it is taught with right now, a little varied"],
  known: ["Training", "Recordings that it learns from"],
  unheard: ["Validation", "Recordings that it never hears while it learns: where this stays high, it only knows the others by heart"],
  kl: ["KL", "How much its space between sounds tells, in nat: near nothing would be a collapse"],
};

class Curves extends Part {
  #curves = null;
  #log = localStorage.getItem("timbrel-log") === "yes";

  draw() {
    const scale = h("button", { class: "quiet small", "aria-pressed": String(this.#log), title: "Small differences are seen better on a logarithmic scale", onclick: () => this.turn(scale) }, "Logarithmic");
    this.error = h("div", { class: "panel" });
    this.kl = h("div", { class: "panel" });
    this.append(h("div", { class: "row" }, h("span", { class: "grow" }), scale), h("div", { class: "panels" }, this.error, this.kl));
    this.watcher = new ResizeObserver(() => this.show(this.#curves));
    this.watcher.observe(this);
    this.show(this.#curves);
  }

  gone() {
    this.watcher?.disconnect();
  }

  turn(scale) {
    this.#log = !this.#log;
    localStorage.setItem("timbrel-log", this.#log ? "yes" : "no");
    scale.setAttribute("aria-pressed", String(this.#log));
    this.show(this.#curves);
  }

  // `curves` as a training tells them: columns by name, of steps and of judgements.
  show(curves) {
    this.#curves = curves;
    if (!this.error || !this.clientWidth) return;
    const { steps = {}, judged = {} } = curves ?? {};
    const now = steps.error ? "error" : "loss";
    this.panel(this.error, steps.error ? "Error in dB" : "Loss", [
      { kind: "now", steps: steps.step, values: steps[now] },
      { kind: "known", steps: judged.step, values: judged.training },
      { kind: "unheard", steps: judged.step, values: judged.validation },
    ]);
    this.panel(this.kl, "KL in nat", [{ kind: "kl", steps: steps.step, values: steps.kl ?? [] }]);
  }

  panel(panel, title, series) {
    const there = series.filter((one) => one.values?.length);
    panel.hidden = !there.length;
    if (!there.length) return;
    const width = Math.max(260, Math.floor(panel.clientWidth || this.clientWidth / 2));
    const told = there.map((one) => `${WORDS[one.kind][0]} ${one.values.at(-1).toPrecision(3)}`).join(", ");
    panel.replaceChildren(h("p", { class: "small title" }, title), legend(there), plot(there, { width, log: this.#log, label: `${title} over steps: ${told}` }));
  }
}

function legend(series) {
  return h("p", { class: "legend small" }, series.map(({ kind, values }) => h("span", { class: kind, title: WORDS[kind][1] }, h("i"), WORDS[kind][0], h("b", { class: "digits" }, values.at(-1).toPrecision(3)))));
}

customElements.define("timbrel-curves", Curves);
