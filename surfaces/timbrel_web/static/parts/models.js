// The models: found by words and figures, played, described, handed on and taken in.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { session } from "../core/session.js";
import { handed } from "./handed.js";
import { modelCard } from "./model_card.js";
import { ModelSheet } from "./model_sheet.js";
import { chosenBy, reach, walk } from "./walk.js";

const PAUSE = 180; // ms of quiet before a search is asked
const SORTS = { name: ["Name, A to Z", "Name, Z to A"], made: ["Oldest", "Newest"], seconds: ["Least material", "Most material"], sounds: ["Fewest recordings", "Most recordings"], megabytes: ["Smallest", "Largest"] };
const RANGES = { seconds: "Seconds of recordings", sounds: "Recordings", megabytes: "MB on disk" };

class Models extends Part {
  #asked = 0;
  #timer = 0;

  draw() {
    const soon = () => this.soon();
    this.search = h("input", { id: "models-search", type: "search", maxlength: 200, placeholder: "Names, tags, notes, recordings", "aria-label": "Search the models", oninput: soon });
    this.tag = h("select", { id: "models-tag", "aria-label": "Tag", onchange: soon });
    this.sort = h("select", { id: "models-sort", "aria-label": "Order", onchange: soon }, Object.entries(SORTS).map(([by, words]) => words.map((word, back) => h("option", { value: `${by} ${back}` }, word))));
    this.sort.value = "made 1";
    this.count = h("p", { class: "small faint", role: "status", id: "models-count" });
    this.cards = h("div", { class: "cards", role: "list", "aria-label": "Models" });
    this.sheet = Object.assign(new ModelSheet(), { shelf: this });
    this.append(h("div", { class: "row filters" }, this.search, this.tag, this.sort, this.taking()), this.ranges(soon), this.count,
      h("div", { class: "shelf-split" }, this.cards, this.sheet));
    walk(this.cards, { Enter: (card) => this.load(card.model), " ": (card) => this.load(card.model), Delete: () => this.sheet.remove(), Backspace: () => this.sheet.remove() });
    chosenBy(this.cards, (card) => this.choose(card));
    for (const event of ["models", "session"]) this.on(session, event, soon);
    this.on(this, "dragover", (event) => event.preventDefault());
    this.on(this, "drop", (event) => this.dropped(event));
  }

  gone() {
    clearTimeout(this.#timer);
  }

  taking() {
    this.file = h("input", { id: "models-file", type: "file", accept: ".timbrel", hidden: true, "aria-label": "Model file", onchange: doing(() => this.taken([...this.file.files])) });
    return h("span", {}, this.file, h("button", { id: "models-import", title: "A .timbrel file that somebody exported; it can be dropped here too", onclick: () => this.file.click() }, "Take in a model …"));
  }

  ranges(soon) {
    const number = (name, end, words) => h("input", { type: "number", min: 0, "data-range": name, "data-end": end, "aria-label": words, placeholder: end ? "most" : "least", oninput: soon });
    const pair = ([name, words]) => h("label", { class: "stack small" }, words, h("span", { class: "row" }, number(name, 0, `${words}, at least`), number(name, 1, `${words}, at most`)));
    this.dataset_ = h("input", { id: "models-dataset", type: "text", placeholder: "Part of its name", "aria-label": "Folder of the recordings", oninput: soon });
    [this.since, this.until] = ["since", "until"].map((name) => h("input", { id: `models-${name}`, type: "date", "aria-label": `Made ${name}`, onchange: soon }));
    return h("details", {}, h("summary", { class: "small" }, "More filters"), h("div", { class: "row ranges" }, Object.entries(RANGES).map(pair),
      h("label", { class: "stack small" }, "Folder", this.dataset_), h("label", { class: "stack small" }, "Made", h("span", { class: "row" }, this.since, "to", this.until))));
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.checkVisibility() && this.fill(), PAUSE);
  }

  args() {
    const [sort, back] = this.sort.value.split(" ");
    const ends = (name) => [...this.querySelectorAll(`[data-range="${name}"]`)].map(({ value }) => value);
    const where = Object.keys(RANGES).map((name) => [name, ends(name)]).filter(([, [low, high]]) => low || high).map(([name, [low, high]]) => `${name}=${low}..${high}`);
    return { query: this.search.value, tag: this.tag.value ? [this.tag.value] : null, dataset: this.dataset_.value || null, since: this.since.value || null, until: this.until.value || null, where: where.length ? where : null, sort, reverse: back === "1" };
  }

  fill() {
    return doing(() => this.filled())();
  }

  async filled() {
    const asked = ++this.#asked;
    const args = this.args();
    const filtered = Object.entries(args).some(([name, value]) => value && !["sort", "reverse"].includes(name));
    const [{ models, damaged }, all] = await Promise.all([act("models_list", args), filtered ? act("models_list") : null]);
    if (asked !== this.#asked) return;
    this.tags((all ?? { models }).models);
    this.count.textContent = [models.length ? "" : filtered ? "No model is like that. Try fewer words, or other filters." : "No models yet. Bring recordings in Collect and learn from them in Train; or take in a model that somebody gave you.",
      damaged.length ? `These cannot be read: ${damaged.join(", ")}.` : ""].join(" ");
    this.show(models);
  }

  tags(models) {
    const names = [...new Set(models.flatMap(({ tags }) => tags))].sort();
    const kept = this.tag.value;
    this.tag.replaceChildren(h("option", { value: "" }, names.length ? "Every tag" : "No tags yet"), ...names.map((name) => h("option", { value: name }, name)));
    this.tag.value = names.includes(kept) ? kept : "";
  }

  show(models) {
    const name = this.sheet.model?.name;
    const held = this.cards.contains(document.activeElement);
    this.cards.replaceChildren(...models.map((model) => modelCard(model, { load: (one) => this.load(one) })));
    const chosen = [...this.cards.children].find((card) => card.model.name === name) ?? this.cards.firstElementChild;
    reach(this.cards, chosen);
    this.choose(chosen);
    if (held) chosen?.focus({ preventScroll: true });
  }

  choose(card) {
    for (const each of this.cards.children) each.toggleAttribute("aria-current", false);
    card?.setAttribute("aria-current", "true");
    this.sheet.show(card?.model ?? null);
  }

  load({ name }) {
    return this.sheet.load(name);
  }

  dropped(event) {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length) doing(() => this.taken(files))();
  }

  async taken(files) {
    for (const file of files) {
      say(`Looking through ${file.name} …`);
      const { says } = await act("models_import", { file: await handed(file, ".timbrel") });
      say(says.split("\n").map((line) => line.replace(/ Play it: timbrel.*/, "")).join(" "));
    }
    this.file.value = "";
    await this.filled();
  }
}

customElements.define("timbrel-models", Models);
