// The presets of this model: recall one, or keep the knobs as they stand.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { session } from "../core/session.js";
import { wishes } from "./restore.js";

class PresetBar extends Part {
  draw() {
    this.choice = h("select", { id: "preset", "aria-label": "Preset", title: "Settings that you kept: choose one to have them again", onchange: doing(() => this.recall(this.choice.value)), onpointerenter: () => this.list() });
    this.opener = h("button", { id: "save-preset", title: "Keep the knobs as they stand, under a name", onclick: () => this.open(true) }, "Save preset");
    this.name = h("input", { id: "preset-name", type: "text", maxlength: 64, placeholder: "Its name", "aria-label": "Name of the preset", oninput: () => this.ask() });
    this.keeper = h("button", { id: "keep-preset", class: "main", type: "submit" }, "Save");
    this.form = h("form", { class: "row", hidden: true, onsubmit: (event) => this.keep(event) }, this.name, this.keeper,
      h("button", { class: "quiet", type: "button", onclick: () => this.open(false) }, "Cancel"));
    this.form.addEventListener("keydown", ({ key }) => key === "Escape" && this.open(false));
    this.usual = h("div", { class: "row" }, h("label", { class: "row" }, h("span", { class: "faint small" }, "Preset"), this.choice), this.opener);
    this.append(this.usual, this.form);
    this.on(session, "session", () => this.list());
    this.on(session, "link", ({ detail }) => detail && this.list());
    this.list();
  }

  async list(chosen = this.choice.value) {
    if (!session.model) return;
    const { presets } = this.known = await act("presets_list").catch(() => ({ presets: [] }));
    const [own, others] = [presets.filter((one) => one.model === session.model), presets.filter((one) => one.model !== session.model)];
    const option = (one) => h("option", { value: one.name }, one.name);
    const first = h("option", { value: "", disabled: true }, presets.length ? "Choose …" : "None yet");
    const rest = others.length ? h("optgroup", { label: "Of other models" }, others.map((one) => h("option", { value: one.name }, `${one.name} (${one.model})`))) : "";
    this.choice.replaceChildren(first, ...own.map(option), rest);
    this.choice.value = presets.some((one) => one.name === chosen) ? chosen : "";
  }

  open(wish) {
    this.form.hidden = !wish;
    this.usual.hidden = wish;
    this.ask();
    if (wish) this.name.focus();
    else this.opener.focus();
  }

  // A name that a preset has already takes its place: the button says so.
  ask() {
    this.taken = Boolean(this.known?.presets.some(({ name }) => name === this.name.value.trim()));
    this.keeper.textContent = this.taken ? "Replace" : "Save";
    this.keeper.title = this.taken ? "The older preset of this name goes to the trash, on the Shelf" : "";
  }

  keep(event) {
    event.preventDefault();
    return doing(() => this.saved(this.name.value.trim(), this.taken))({ currentTarget: this.keeper });
  }

  async saved(name, replace) {
    const { space, where, seed, locked } = order;
    const spot = Object.entries(where).map(([key, value]) => `${key}=${value}`);
    await act("presets_save", { name, replace, ...(locked && { seed }), ...(space && { space, where: spot }) });
    this.name.value = "";
    this.open(false);
    await this.list(name);
    const moving = Object.keys(order.motions).length + Object.keys(order.swings).length;
    say(`“${name}” is kept.${replace ? " The older one lies in the trash." : ""}${moving ? " What moves by itself is kept by a preset made from a take: on the Shelf." : ""}`);
  }

  async recall(name) {
    const { preset, notes } = await act("presets_recall", { name });
    const seed = preset.seed.policy === "locked" ? { seed: preset.seed.seed, locked: true } : { locked: false };
    const { motions, swings } = wishes(preset);
    order.set({ ...seed, motions, swings, space: preset.space, where: preset.where });
    if (notes.length) say(notes.join(" "));
    await this.list(name);
  }
}

customElements.define("timbrel-presetbar", PresetBar);
