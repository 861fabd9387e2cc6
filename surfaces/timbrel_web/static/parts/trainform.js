// The form of a new training: of what, called what, for how long, with which settings.

import { act, get, post } from "../core/api.js";
import { h } from "../core/h.js";
import { models } from "../core/models.js";
import { Part } from "../core/part.js";
import { goto } from "../core/rooms.js";
import { doing, wrong } from "../core/say.js";
import { session } from "../core/session.js";
import { collection } from "./collection.js";
import { estimates } from "./estimates.js";
import { fold } from "./fold.js";
import { lesson } from "./lesson.js";
import { lengths } from "./lengths.js";
import { settings } from "./settings.js";
import { trainings } from "./trainings.js";
import { varied, varying, variedWords } from "./varying.js";

class Trainform extends Part {
  draw() {
    this.dataset_ = h("select", { id: "train-dataset", onchange: () => lesson.set({ dataset: this.dataset_.value }) });
    this.extend = h("select", { id: "train-extend", onchange: () => lesson.set({ extend: this.extend.value, name: "" }) });
    this.name = h("input", { type: "text", id: "train-name", maxlength: 64, autocomplete: "off", oninput: () => lesson.set({ name: this.name.value }) });
    this.begin_ = h("button", { id: "train", class: "main wide", onclick: doing(() => this.begin()) }, "Learn");
    this.lengths = lengths();
    this.more = h("div", { class: "stack" });
    this.none = h("div", { class: "sheet stack", hidden: true }, h("h2", {}, "Nothing to learn from yet"), h("p", {}, "A training needs a dataset: a handful of recordings that belong together."),
      h("button", { class: "main", onclick: () => goto("collect") }, "Bring recordings"));
    this.form = h("div", { class: "sheet stack" }, h("h2", {}, "A new training"),
      field("Learn from", this.dataset_), field("Into", this.extend), field("Call it", this.name), this.lengths.element, this.more, this.begin_);
    this.append(this.none, this.form);
    for (const event of ["listed", "chosen"]) this.on(collection, event, () => this.list());
    this.on(session, "models", () => this.models().catch(wrong));
    this.on(lesson, "changed", ({ detail }) => this.show(detail));
    this.start().catch(wrong);
  }

  async start() {
    await Promise.all([collection.datasets === null && collection.list(), this.models(), this.settle()]);
    this.list();
  }

  list() {
    const names = collection.names;
    this.none.hidden = collection.datasets === null || names.length > 0;
    this.form.hidden = !names.length;
    this.dataset_.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
    const wish = [lesson.dataset, collection.chosen, names[0]].find((name) => names.includes(name)) ?? "";
    if (wish !== lesson.dataset || !this.shown) lesson.set({ dataset: wish });
    this.dataset_.value = wish;
    this.shown = true;
  }

  async models() {
    this.taken = (await models()).map((card) => card.name);
    this.extend.replaceChildren(h("option", { value: "" }, "A new model"), ...this.taken.map((name) => h("option", { value: name }, `Teach '${name}' more`)));
    if (!this.taken.includes(lesson.extend)) lesson.extend = "";
    this.extend.value = lesson.extend;
  }

  async settle() {
    const { families, trainers } = await get("/api/offers");
    const family = families.find((one) => one.name === "grain") ?? families[0];
    const trainer = trainers.find((one) => one.name === "loop") ?? trainers[0];
    const widening = family.controls.filter(varied);
    const rest = [...family.controls.filter((one) => !varied(one)), ...trainer.controls.filter((one) => !["minutes", "steps"].includes(one.name))];
    const [variety, numbers] = [varying(widening, "train"), settings(rest)];
    const [first, second] = [fold("train-varying", "Variety", variety.element), fold("train-settings", "All settings", numbers.element)];
    this.more.replaceChildren(first.element, second.element);
    this.tell = () => {
      first.tell(variedWords(widening));
      variety.show();
      numbers.show();
      const moved = rest.filter((one) => one.name in lesson.settings).length;
      second.tell(moved ? `${moved} moved` : "as they are usually");
    };
    this.tell();
  }

  show(changes) {
    this.dataset_.value = lesson.dataset;
    this.extend.value = lesson.extend;
    this.name.placeholder = lesson.extend || this.free();
    if (this.name.value !== lesson.name) this.name.value = lesson.name;
    this.tell?.();
    if ("dataset" in changes) estimates.ask(lesson.dataset);
  }

  // What to call it if nobody says.
  free() {
    const taken = new Set([...(this.taken ?? []), ...trainings.all.map((run) => run.name)]);
    const base = lesson.dataset.replace(/[^A-Za-z0-9_-]/g, "-") || "model";
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`;
    return name;
  }

  async begin() {
    const name = lesson.name.trim() || lesson.extend || this.free();
    const asked = { ...lesson.args(), name };
    lesson.set({ name: "" }); // at once: the next one's name may be typed meanwhile
    await post("/api/train", asked);
    await trainings.list();
  }
}

const field = (words, input) => h("label", { class: "field" }, h("span", {}, words), input);

customElements.define("timbrel-trainform", Trainform);
