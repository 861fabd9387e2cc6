// From one preset to another by hand, while it sounds.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { latest } from "../core/latest.js";
import { Part } from "../core/part.js";
import { wrong } from "../core/say.js";
import { session } from "../core/session.js";

class Glide extends Part {
  draw() {
    const choice = (id, label) => h("select", { id, "aria-label": label, onchange: () => this.show() });
    this.from = choice("glide-from", "Preset at the left end");
    this.to = choice("glide-to", "Preset at the right end");
    this.slider = h("input", { id: "glide", type: "range", min: 0, max: 1, step: 0.005, value: 0, "aria-label": "From the one preset to the other", title: "All knobs at once, from the one preset to the other", oninput: () => this.move(Number(this.slider.value)) });
    this.hint = h("p", { class: "faint small" });
    this.append(h("div", { class: "ends" }, this.from, this.slider, this.to), this.hint);
    for (const event of ["session", "models"]) this.on(session, event, () => this.list());
    this.list();
  }

  async list() {
    const { presets } = await act("presets_list").catch(() => ({ presets: [] }));
    const names = presets.filter((one) => one.model === session.model).map((one) => one.name);
    [this.from, this.to].forEach((select, number) => {
      const kept = select.value;
      select.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
      select.value = names.includes(kept) ? kept : (names[number] ?? names[0] ?? "");
    });
    this.few = names.length < 2;
    this.show();
  }

  show() {
    const same = this.from.value === this.to.value;
    for (const element of [this.from, this.to]) element.disabled = this.few;
    this.slider.disabled = this.few || same;
    this.hint.textContent = this.few ? "Save two presets of this model in Play, and glide between them here." : same ? "Choose another preset at one of the ends." : "";
  }

  // The newest place is on its way as soon as the last one has arrived.
  move = latest((position) => act("presets_morph", { a: this.from.value, b: this.to.value, position }), wrong);
}

customElements.define("timbrel-glide", Glide);
