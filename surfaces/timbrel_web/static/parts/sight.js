// A sound to be seen and pointed into: its outline, and below it its pitches as they go.
//
// show(take) draws; place(part) moves the line; it tells "sought" (detail: 0 to 1).

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { clock } from "../core/words.js";
import { picture } from "./sound.js";
import { drawSpectrogram, pitches, times } from "./spectrogram.js";
import { drawOutline } from "./outline.js";

export class Sight extends Part {
  small = false; // the outline alone
  #seconds = 0;
  #shown = null;
  #asked = "";
  #part = 0;

  draw() {
    this.wave = h("canvas", { class: "wave", role: "img", "aria-label": "Waveform" });
    this.line = h("i", { class: "line" });
    this.note = h("p", { class: "note small faint" });
    this.spectrogram = h("canvas", { class: "spectrogram", role: "img", "aria-label": "Spectrogram: pitch upwards, time to the right" });
    [this.pitches, this.times] = [h("div", { class: "pitches", "aria-hidden": "true" }), h("div", { class: "times", "aria-hidden": "true" })];
    this.field = h("div", { class: "field", role: "slider", tabindex: 0, "aria-label": "Position", "aria-valuemin": 0, "aria-valuenow": 0, title: "Point to where it is to go on",
      onkeydown: (event) => this.key(event), onpointerdown: (event) => this.point(event), onpointermove: (event) => event.buttons & 1 && this.point(event) },
      this.wave, !this.small && this.spectrogram, this.line, this.note);
    this.append(this.field, ...(this.small ? [] : [this.pitches, this.times]));
    this.redraw = () => this.#shown && this.#paint();
    this.size = new ResizeObserver(this.redraw);
    this.size.observe(this.field);
    this.look = new MutationObserver(this.redraw);
    this.look.observe(document.body, { attributeFilter: ["class"] });
    this.redraw();
  }

  gone() {
    this.size?.disconnect();
    this.look?.disconnect();
  }

  async show({ url, seconds }) {
    this.#asked = url;
    this.#seconds = seconds;
    this.place(0);
    const late = setTimeout(() => this.says("Drawing …"), 150);
    const shown = await picture(url, seconds, { small: this.small }).catch(() => undefined);
    clearTimeout(late);
    if (this.#asked !== url) return;
    this.#shown = shown ?? null;
    this.says(shown ? "" : shown === null ? "Longer than ten minutes: it is heard, and not drawn." : "This sound can be heard, and not drawn.");
    this.toggleAttribute("drawn", Boolean(shown));
    if (this.isConnected) this.#paint();
  }

  says(words) {
    this.note.textContent = words;
  }

  // The line at a part of the whole.
  place(part) {
    this.#part = part;
    if (!this.line) return;
    this.line.style.left = `${100 * part}%`;
    this.field.setAttribute("aria-valuemax", this.#seconds.toFixed(2));
    this.field.setAttribute("aria-valuenow", (part * this.#seconds).toFixed(2));
    this.field.setAttribute("aria-valuetext", `${clock(part * this.#seconds)} of ${clock(this.#seconds)}`);
  }

  point(event) {
    if (event.type === "pointerdown" && event.button !== 0) return;
    const { left, width } = this.field.getBoundingClientRect();
    if (event.type === "pointerdown") this.field.setPointerCapture(event.pointerId);
    this.#seek((event.clientX - left) / width);
  }

  key(event) {
    const step = Math.min(1, this.#seconds / 20) / this.#seconds;
    const ways = { ArrowLeft: -step, ArrowRight: step, PageDown: -5 * step, PageUp: 5 * step, Home: -1, End: 1 };
    if (!(event.key in ways)) return;
    event.preventDefault();
    this.#seek(this.#part + ways[event.key]);
  }

  #seek(part) {
    const held = Math.min(1, Math.max(0, part));
    this.place(held);
    this.dispatchEvent(new CustomEvent("sought", { detail: held }));
  }

  #paint() {
    const blank = () => this.querySelectorAll("canvas").forEach((canvas) => (canvas.width = canvas.width));
    if (!this.#shown) return blank();
    drawOutline(this.wave, this.#shown);
    if (this.small) return;
    drawSpectrogram(this.spectrogram, this.#shown);
    const mark = (edge) => ([words, part]) => h("span", { style: `${edge}: ${100 * part}%` }, words);
    this.pitches.replaceChildren(...pitches(this.#shown).map(mark("bottom")), h("b", {}, "Hz"));
    this.times.replaceChildren(...times(this.#seconds).filter(([, part]) => part <= 0.97).map(mark("left")));
  }
}

customElements.define("timbrel-sight", Sight);
