// From one preset to another of the same model: a slider between the two, heard as it moves.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { latest } from "../core/latest.js";
import { Part } from "../core/part.js";
import { doing, say, wrong } from "../core/say.js";
import { ask } from "./ask.js";

class Morph extends Part {
  #presets = [];
  #sent = latest((position) => act("presets_morph", { a: this.a.value, b: this.b.value, position }), wrong);

  draw() {
    this.classList.add("sheet", "stack");
    const select = (id, words) => h("select", { id, "aria-label": words, onchange: () => this.pairs() });
    [this.a, this.b] = [select("morph-a", "Preset at the left"), select("morph-b", "Preset at the right")];
    this.slider = h("input", { id: "morph", type: "range", min: 0, max: 1, step: 0.01, value: 0, "aria-label": "From one preset to the other", title: "The knobs move along, on every page and in the live sound", oninput: () => this.move(Number(this.slider.value)) });
    this.far = h("span", { class: "digits small" }, "0 %");
    this.save = h("button", { id: "morph-save", title: "What lies here between them, as a preset of its own", onclick: doing(() => this.kept()) }, "Keep …");
    this.append(h("h3", {}, "Morph"), h("div", { class: "row morphing" }, this.a, this.slider, this.b, this.far, this.save));
    this.presets = this.#presets;
  }

  set presets(presets) {
    this.#presets = presets.filter(({ seed }) => seed !== "damaged");
    if (!this.a) return;
    const shared = this.#presets.filter((one) => this.others(one).length);
    this.hidden = shared.length === 0;
    this.options(this.a, shared);
    this.pairs();
  }

  others(one) {
    return this.#presets.filter((other) => other.name !== one?.name && other.model === one?.model);
  }

  options(select, presets) {
    const kept = select.value;
    select.replaceChildren(...presets.map(({ name, model }) => h("option", { value: name, title: model }, name)));
    if (presets.some(({ name }) => name === kept)) select.value = kept;
  }

  pairs() {
    this.options(this.b, this.others(this.#presets.find(({ name }) => name === this.a.value)));
  }

  move(position) {
    this.far.textContent = `${Math.round(100 * position)} %`;
    this.#sent(position);
  }

  async kept() {
    const name = await ask("Keep what lies between as a preset", { value: `${this.a.value} - ${this.b.value}`.slice(0, 64), yes: "Keep" });
    if (!name) return;
    await act("presets_morph", { a: this.a.value, b: this.b.value, position: Number(this.slider.value), save: name });
    say(`${name} is kept.`);
    this.dispatchEvent(new CustomEvent("kept"));
  }
}

customElements.define("timbrel-morph", Morph);
