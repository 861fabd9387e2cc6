// All of one model: its facts, its words, how its knobs were measured, and what can be done with it.

import { act, post } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { goto } from "../core/rooms.js";
import { doing, say } from "../core/say.js";
import { bytes, clock } from "../core/words.js";
import { ask } from "./ask.js";
import { when } from "./model_card.js";
import { putAway, saved } from "./putaway.js";

export class ModelSheet extends Part {
  model = null;

  draw() {
    this.classList.add("sheet", "stack", "aside");
    this.name = h("h2", { id: "model-name" });
    this.facts = h("dl", { class: "small facts-list" });
    this.figures = h("dl", { class: "small facts-list inside" });
    this.training = h("details", {}, h("summary", {}, "How its training went, in figures"), this.figures);
    this.tags = h("input", { id: "model-tags", type: "text", placeholder: "dry, metal, night", title: "Words to find it by, with commas between", onchange: doing(() => this.tagged()) });
    this.note = h("textarea", { id: "model-note", rows: 2, placeholder: "What to remember of it", onchange: doing(() => this.change("models_note", { text: this.note.value })) });
    this.licence = h("input", { id: "model-licence", type: "text", placeholder: "CC-BY-4.0", title: "What others may do with it", onchange: doing(() => this.change("models_credit", { licence: this.licence.value })) });
    this.credit = h("input", { id: "model-credit", type: "text", placeholder: "Whose recordings", title: "Whose recordings it was made from", onchange: doing(() => this.change("models_credit", { credit: this.credit.value })) });
    this.report = h("div", { class: "stack" });
    const field = (words, input) => h("label", { class: "stack small" }, words, input);
    this.empty = h("p", { class: "faint" }, "The model that you choose is told of here.");
    this.whole = h("div", { class: "stack whole" }, h("div", { class: "stack" }, this.name, this.deeds(), this.facts, this.training, this.report),
      h("div", { class: "stack" }, field("Tags", this.tags), field("Note", this.note), field("Licence", this.licence), field("Credit", this.credit)));
    this.append(this.empty, this.whole);
    this.show(this.model);
  }

  deeds() {
    const button = (id, words, says, work, kind = "") => h("button", { id, title: says, class: kind, onclick: doing(work) }, words);
    return h("div", { class: "row deeds" }, button("model-load", "Play it", "Load it, and go to Play", () => this.load(this.model.name), "main"),
      button("model-rename", "Rename …", "Another name; what plays it plays on", () => this.rename()),
      button("model-export", "Export …", "One file to hand on, with what it holds of the recordings", () => this.export()),
      button("model-report", "Its knobs", "What was measured of each knob, as curves", () => this.knobs()),
      button("model-delete", "Delete", "Into the trash; it can be taken back (Delete)", () => this.remove()));
  }

  show(model) {
    const other = model?.name !== this.model?.name;
    this.model = model;
    if (!this.whole) return;
    this.empty.hidden = Boolean(model);
    this.whole.hidden = !model;
    if (!model) return;
    this.name.textContent = this.name.title = model.name;
    const figures = Object.entries(model.figures).map(([name, value]) => [name.replaceAll("_", " "), Number(value.toPrecision(4))]);
    const facts = [["family", model.family], ["made", when(model.made)], ["recordings", `${model.sounds}, ${clock(model.seconds)}`], ["from", model.dataset], ["on disk", bytes(model.bytes)]];
    this.facts.replaceChildren(...pairs(facts));
    this.figures.replaceChildren(...pairs(figures));
    this.training.hidden = !figures.length;
    const fields = [[this.tags, model.tags.join(", ")], [this.note, model.notes], [this.licence, model.licence], [this.credit, model.credit]];
    for (const [field, value] of fields) if (document.activeElement !== field) field.value = value;
    if (other) this.report.replaceChildren();
  }

  async load(name) {
    await doing(async () => {
      await post("/api/session/load", { name });
      goto("play");
    })();
  }

  async change(action, facts) {
    await act(action, { name: this.model.name, ...facts });
    await this.shelf.filled();
  }

  tagged() {
    const tags = this.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
    const remove = this.model.tags.filter((tag) => !tags.includes(tag));
    return this.change("models_tag", { tags, remove });
  }

  async rename() {
    const name = await ask(`Another name for ${this.model.name}`, { value: this.model.name, yes: "Rename" });
    if (!name || name === this.model.name) return;
    const { says } = await act("models_rename", { name: this.model.name, new: name });
    this.model = { ...this.model, name };
    say(says);
    await this.shelf.filled();
  }

  async export() {
    const { path, links, bytes: size, holds, licence } = await act("models_export", { name: this.model.name });
    saved(links[path]);
    const seconds = Object.values(holds).reduce((sum, one) => sum + one, 0);
    const pieces = seconds ? ` Pieces of ${Object.keys(holds).length} recordings travel along, ${clock(seconds)} in all: hand it on as you would these.` : " It holds no pieces of recordings.";
    const none = seconds && !licence ? " No licence is written on it: whoever gets it may do nothing with your recordings." : "";
    say(`${this.model.name} is one file of ${bytes(size)}.${pieces}${none}`);
  }

  async knobs() {
    const { name } = this.model;
    this.report.replaceChildren(h("p", { class: "small faint" }, "Drawing …"));
    try {
      const { picture, links } = await act("models_show", { name, knobs: true });
      const link = `${links[picture]}?made=${Date.now()}`;
      this.report.replaceChildren(h("a", { href: link, target: "_blank", title: "In full" }, h("img", { src: link, alt: `What was measured of the knobs of ${name}: a curve for each` })));
    } catch (error) {
      this.report.replaceChildren(h("p", { class: "small wrong" }, error.message));
    }
  }

  remove() {
    const { name } = this.model;
    return doing(() => putAway("models_delete", { name }, name, () => this.shelf.filled()))();
  }
}

const pairs = (facts) => facts.filter(([, value]) => value !== "").map(([name, value]) => h("div", {}, h("dt", { class: "faint" }, name), h("dd", { class: "digits", title: value }, value)));

customElements.define("timbrel-model-sheet", ModelSheet);
