// The presets: knobs under names, by model. Recalled, renamed, handed on, and mixed two by two.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { goto } from "../core/rooms.js";
import { doing, say } from "../core/say.js";
import { session } from "../core/session.js";
import { handed } from "./handed.js";
import "./morph.js";
import { presetCard } from "./preset_card.js";
import { putAway, saved } from "./putaway.js";
import { ask } from "./ask.js";
import { reach, walk } from "./walk.js";

class Presets extends Part {
  presets = [];

  draw() {
    this.search = h("input", { id: "presets-search", type: "search", maxlength: 200, placeholder: "Names, models, spaces", "aria-label": "Search the presets", oninput: () => this.show() });
    this.model = h("select", { id: "presets-model", "aria-label": "Model", onchange: () => this.show() });
    this.file = h("input", { type: "file", id: "presets-file", accept: ".json", hidden: true, "aria-label": "Preset file", onchange: doing(() => this.taken()) });
    this.keep = h("button", { id: "presets-save", class: "main", title: "The knobs as they stand now, under a name", onclick: doing(() => this.kept()) }, "Keep the knobs as they stand …");
    const take = h("button", { id: "presets-import", title: "A .json file that was exported", onclick: () => this.file.click() }, "Take in a preset …");
    this.groups = h("div", { class: "stack groups" });
    this.says = h("p", { class: "small faint", role: "status", id: "presets-count" });
    this.morph = h("timbrel-morph");
    this.append(h("div", { class: "row filters" }, this.search, this.model, this.keep, take, this.file), this.morph, this.says, this.groups);
    const deed = (name) => (card) => doing(() => this[name](card.preset))();
    walk(this.groups, { Enter: deed("recall"), " ": deed("recall"), Delete: deed("remove"), Backspace: deed("remove") });
    this.on(session, "session", () => this.show());
    this.on(this.morph, "kept", () => this.fill());
  }

  fill() {
    return doing(() => this.filled())();
  }

  async filled() {
    ({ presets: this.presets } = await act("presets_list"));
    const names = [...new Set(this.presets.map(({ model }) => model))].sort();
    const kept = this.model.value;
    this.model.replaceChildren(h("option", { value: "" }, "Every model"), ...names.map((name) => h("option", { value: name }, name)));
    this.model.value = names.includes(kept) ? kept : "";
    this.morph.presets = this.presets;
    this.show();
  }

  show() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.presets.filter((one) => {
      const text = `${one.name} ${one.model} ${one.space}`.toLowerCase();
      return words.every((word) => text.includes(word)) && (!this.model.value || one.model === this.model.value);
    });
    const models = [...new Set(found.map(({ model }) => model))].sort((one, other) => (other === session.model) - (one === session.model) || one.localeCompare(other));
    const deeds = Object.fromEntries(["recall", "rename", "export", "remove"].map((name) => [name, (preset) => this[name](preset)]));
    const group = (model) => h("section", { class: "stack" }, h("h3", {}, model, model === session.model ? h("span", { class: "small faint" }, "  in Play now") : ""), h("div", { class: "cards", role: "list", "aria-label": `Presets of ${model}` }, found.filter((one) => one.model === model).map((one) => presetCard(one, deeds))));
    this.groups.replaceChildren(...models.map(group));
    reach(this.groups, this.groups.querySelector(".card"));
    this.keep.disabled = !session.model;
    this.says.textContent = found.length ? "" : this.presets.length ? "No preset is like that." : "No presets yet. Set the knobs in Play and keep them here under a name; every take can become one too.";
  }

  async recall({ name }) {
    const { preset, notes } = await act("presets_recall", { name });
    const seed = preset.seed.policy === "locked" ? { seed: preset.seed.seed, locked: true } : { locked: false };
    order.set({ ...seed, space: preset.space, where: preset.where });
    goto("play");
    say([`The knobs stand as in ${name}.`, ...notes].join(" "));
  }

  async rename({ name }) {
    const other = await ask(`Another name for ${name}`, { value: name, yes: "Rename" });
    if (!other || other === name) return;
    await act("presets_rename", { name, new: other });
    await this.filled();
  }

  async export({ name }) {
    const { path, links } = await act("presets_export", { name });
    saved(links[path]);
    say(`${name} is in ${path}.`);
  }

  remove({ name }) {
    return putAway("presets_delete", { name }, name, () => this.filled());
  }

  async kept() {
    const name = await ask(`Keep the knobs of ${session.model}`, { yes: "Keep", says: "Its name: letters, digits, spaces, - and _." });
    if (!name) return;
    const where = Object.entries(order.where).map(([key, value]) => `${key}=${value}`);
    await act("presets_save", { name, ...(order.locked && { seed: order.seed }), ...(order.space && { space: order.space, where }) });
    await this.filled();
    say(`${name} is kept.`);
  }

  async taken() {
    const [file] = this.file.files;
    if (!file) return;
    const { says } = await act("presets_import", { file: await handed(file, ".json") });
    this.file.value = "";
    say(says.replaceAll("\n", " "));
    await this.filled();
  }
}

customElements.define("timbrel-presets", Presets);
