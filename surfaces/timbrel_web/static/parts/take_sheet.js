// All of one take: heard, its settings and where it came from, and what can be done with it.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { bytes, day } from "../core/words.js";
import { ask } from "./ask.js";
import { icon } from "./icon.js";
import { knobBars } from "./knob_bars.js";
import { Player } from "./player.js";
import { restored } from "./restore.js";
import { sources } from "./sources.js";
import { loudness, novelty, state } from "./take_card.js";
import { TakeExport } from "./take_export.js";

export class TakeSheet extends Part {
  item = null;
  #whole = null; // what history_show tells of the item

  draw() {
    this.classList.add("sheet", "stack", "aside");
    this.name = h("h2", { id: "sheet-name" });
    this.facts = h("p", { class: "small faint digits" });
    this.state = h("p", { class: "small wrong", role: "status" });
    this.player = new Player();
    this.export = new TakeExport();
    this.note = h("textarea", { id: "note", rows: 2, maxlength: 2000, placeholder: "A note, to find it by", "aria-label": "Note", onchange: doing(() => this.noted()) });
    this.told = h("div", { class: "stack" });
    this.empty = h("p", { class: "faint" }, "The take that you choose is heard and told of here.");
    this.whole = h("div", { class: "stack whole" }, h("div", { class: "stack" }, h("div", {}, this.name, this.facts, this.state), this.player),
      h("div", { class: "stack" }, this.deeds(), this.export, this.note, this.told));
    this.append(this.empty, this.whole);
    this.show(this.item);
  }

  deeds() {
    const button = (id, words, says, work, kind = "") => h("button", { id, title: says, class: kind, onclick: doing(work) }, words);
    this.star = button("sheet-star", [icon("star"), h("span", {}, "Star")], "To find it again (S)", () => this.shelf.star(this.shelf.card(this.item)));
    this.again = button("reproduce", "Check", "Render it again from what its file says, and hold it against the file: are they the same, to the last sample?", () => this.checked());
    return h("div", { class: "row deeds" },
      button("use-settings", "Use its settings", "Its model, knobs and seed, as they stood: in Play", () => restored(this.item), "main"), this.star,
      button("sheet-compare", "Compare", "Choose two to hear them one against the other (C)", () => this.shelf.compare(this.shelf.card(this.item))),
      button("sheet-export", "Export …", "In another format: FLAC, MP3, OGG, Opus, AIFF, WAV", () => this.export.toggle()), this.again,
      button("take-preset", "Keep as preset", "Its knobs, under a name", () => this.preset()),
      button("delete-take", "Delete", "Into the trash; it can be taken back (Delete)", () => this.shelf.remove(this.shelf.card(this.item))));
  }

  show(item) {
    const other = item?.id !== this.item?.id || item?.url !== this.item?.url;
    this.item = item;
    if (!this.whole) return;
    this.empty.hidden = Boolean(item);
    this.whole.hidden = !item;
    if (!item) return;
    this.name.textContent = this.name.title = item.name;
    this.facts.textContent = [item.model, `seed ${item.seed}`, `${item.rate / 1000} kHz`, ["", "mono", "stereo"][item.channels] ?? `${item.channels} channels`, bytes(item.size), loudness(item), novelty(item)].filter(Boolean).join(" · ");
    this.facts.title = day(item.made);
    this.state.textContent = state(item);
    this.star.setAttribute("aria-pressed", String(item.star));
    if (other) this.begin(item);
    if (document.activeElement !== this.note) this.note.value = item.note;
  }

  begin(item) {
    this.player.hidden = !item.url;
    this.player.take = item.url ? { path: item.path, url: item.url, name: item.name, seconds: item.seconds } : null;
    this.export.close();
    this.export.item = item;
    this.tell(item);
  }

  async tell(item) {
    const whole = await act("history_show", { take: String(item.id) }).catch((error) => ({ problem: error.message }));
    if (this.item?.id !== item.id) return;
    const { recipe } = whole;
    this.told.replaceChildren(...(recipe ? [
      fold("How the knobs stood", knobBars(recipe.values ?? {}), moving(recipe), placed(recipe)),
      fold("Where it came from", sources(recipe.provenance)),
      fold("The whole recipe", h("pre", { class: "small recipe", tabindex: 0 }, JSON.stringify(recipe, null, 1)), h("p", { class: "small faint" }, item.path)),
    ] : [h("p", { class: "small wrong" }, whole.problem)]));
  }

  toggle() {
    if (this.item?.url) this.player.toggle();
    else say(state(this.item) || "Its file lies outside the folders that are open to this page.");
  }

  async noted() {
    const { id } = this.item;
    const { note } = await act("history_note", { take: String(id), text: this.note.value });
    if (this.item?.id === id) this.shelf.told({ ...this.item, note });
  }

  async checked() {
    const { name } = this.item;
    say(`Rendering ${name} again …`);
    const { says, equal } = await act("reproduce", { file: this.item.path, check: true });
    say(equal ? `${name} came out the same: ${says[0].toLowerCase()}${says.slice(1)}` : says);
  }

  async preset() {
    const name = await ask("Keep its knobs as a preset", { value: this.item.name.replace(/\.\w+$/, "").replaceAll(".", " "), yes: "Keep", says: "With its seed: recalled, it sounds as this take does." });
    if (!name) return;
    const { says } = await act("presets_save", { name, from_take: String(this.item.id) });
    say(says);
  }
}

function fold(words, ...inside) {
  const key = `timbrel-sheet-${words}`;
  const open = (sessionStorage.getItem(key) ?? (words.startsWith("How") ? "yes" : "no")) === "yes";
  const element = h("details", { open }, h("summary", {}, words), h("div", { class: "stack inside" }, inside));
  element.addEventListener("toggle", () => sessionStorage.setItem(key, element.open ? "yes" : "no"));
  return element;
}

function moving({ motion }) {
  const names = [...Object.keys(motion?.automate ?? {}), ...Object.keys(motion?.lfo ?? {})];
  return names.length ? h("p", { class: "small faint" }, `Moving by themselves: ${[...new Set(names)].join(", ")}.`) : "";
}

function placed({ space, where = {} }) {
  const spot = Object.entries(where).map(([name, value]) => `${name} ${Number(value.toFixed(3))}`);
  return space ? h("p", { class: "small faint" }, `Space: ${[space, ...spot].join(", ")}.`) : "";
}

customElements.define("timbrel-take-sheet", TakeSheet);
