// Make: what the next take is to be, and the button that makes it.

import { act, stop } from "../core/api.js";
import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { say, wrong } from "../core/say.js";
import { session } from "../core/session.js";
import { made } from "./made.js";
import { icon } from "./icon.js";
import { die, seedField } from "./seed.js";
import { typing } from "./typing.js";

const SHORTEST = 0.1; // seconds
const LONGEST = 24 * 3600;

class Make extends Part {
  #job = null;
  #busy = false;

  draw() {
    this.fill = h("i", { class: "fill" });
    this.words = h("span", { class: "words" }, "Make");
    this.button = h("button", { id: "make", class: "main", title: "Make a take with these knobs (M, or Ctrl+Enter)", onclick: () => this.press() }, this.fill, this.words);
    this.stopper = h("button", { id: "stop-making", title: "Stop; nothing is written", onclick: () => this.#job && stop(this.#job).catch(wrong) }, icon("stop"), "Stop");
    this.duration = h("input", { id: "duration", type: "number", min: SHORTEST, max: LONGEST, step: "any", title: "How long, in seconds: from a tenth to hours", onchange: () => this.lasts(Number(this.duration.value)) });
    this.loop = h("button", { id: "loop", "aria-pressed": "false", title: "A seamless loop: its end goes on into its beginning", onclick: () => order.set({ loop: !order.loop }) }, icon("loop"), "Loop");
    this.length = h("span", { class: "length faint small" });
    this.append(h("div", { class: "press" }, this.button, this.stopper), h("div", { class: "wishes" },
      h("label", { class: "field" }, h("span", {}, "Seconds"), this.duration), seedField(this), this.loop, this.length));
    this.on(order, "changed", () => this.show());
    this.on(document, "keydown", (event) => this.key(event));
    this.on(session, "session", () => this.show());
    this.on(session, "job", ({ detail }) => detail.id === this.#job?.id && this.part(detail.part, detail.note));
    this.show();
    this.work();
  }

  lasts(seconds) {
    if (Number.isFinite(seconds) && seconds > 0) order.set({ duration: Math.min(LONGEST, Math.max(SHORTEST, seconds)) });
    else this.show();
  }

  show() {
    this.duration.value = order.duration;
    this.seed.value = order.seed;
    this.lock.setAttribute("aria-pressed", String(order.locked));
    this.lock.replaceChildren(icon(order.locked ? "locked" : "unlocked"));
    this.loop.setAttribute("aria-pressed", String(order.loop));
    this.length.textContent = order.duration >= 90 ? long(order.duration) : "";
    if (!this.#busy) this.button.disabled = !session.model;
  }

  key(event) {
    const enter = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const letter = event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event);
    if (event.repeat || !(enter || letter) || !this.checkVisibility()) return;
    event.preventDefault();
    document.activeElement?.closest?.("input")?.blur(); // what was typed counts
    this.press();
  }

  // One press, one take; while it is made the next press waits for nothing and is not heard.
  press() {
    return this.make(order.args());
  }

  // Make what is asked for; several at once stand in the row, and the first is heard.
  async make(args) {
    if (this.#busy || !session.model) return null;
    this.#busy = true;
    this.work();
    try {
      const result = await act("generate", args, (job) => this.follow(job));
      this.heard(result);
      return result;
    } catch (error) {
      this.refused(error);
      return null;
    } finally {
      this.#busy = false;
      this.#job = null;
      this.work();
    }
  }

  heard({ path, notes = [] }) {
    made.choose(path, { play: true });
    if (notes.length) say(notes.join(" "));
    if (!order.locked) order.set({ seed: die() });
  }

  refused(error) {
    if (error.message.startsWith("Stopped")) say("Stopped: nothing was written.");
    else wrong(error);
  }

  follow(job) {
    this.#job = job;
    this.work();
  }

  part(part, note = "") {
    this.fill.style.width = `${100 * part}%`;
    this.words.textContent = note ? `Making … ${note}` : "Making …";
  }

  work() {
    this.button.setAttribute("aria-busy", String(this.#busy));
    this.stopper.disabled = !this.#job;
    made.works(this.#busy);
    if (this.#busy) return void (this.#job ?? this.part(0));
    this.fill.style.width = 0;
    this.words.textContent = "Make";
    this.show();
  }
}

const long = (seconds) => {
  const parts = [[Math.floor(seconds / 3600), "h"], [Math.floor((seconds % 3600) / 60), "min"], [Number((seconds % 60).toFixed(1)), "s"]];
  return `= ${parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`).join(" ")}`;
};

customElements.define("timbrel-make", Make);
