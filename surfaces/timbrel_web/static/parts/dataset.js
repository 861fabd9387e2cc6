// The dataset that is looked at: whether it is ready, what is odd, how it sounds, what to do with it.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { goto } from "../core/rooms.js";
import { collection } from "./collection.js";
import { figures } from "./figures.js";
import { lesson } from "./lesson.js";
import { remarks } from "./remarks.js";
import { recordings } from "./recordings.js";
import { soundmap } from "./soundmap.js";

const SIGNS = { ready: "good", little: "warn", "very little": "warn" };

class Dataset extends Part {
  draw() {
    for (const event of ["chosen", "shown"]) this.on(collection, event, () => this.show());
    this.show();
  }

  gone() {
    this.leave();
  }

  leave() {
    for (const leave of this.leaving ?? []) leave();
    this.leaving = [];
  }

  show() {
    this.leave();
    const { chosen, shown } = collection;
    this.hidden = !chosen;
    if (!chosen) return this.replaceChildren();
    const head = h("div", { class: "row" }, h("h2", { class: "grow" }, chosen), this.buttons(chosen));
    if (!shown) {
      this.replaceChildren(h("div", { class: "sheet stack" }, head, h("p", { class: "faint", role: "status" }, "Listening to its recordings …")));
      return;
    }
    const map = soundmap(shown);
    const cards = recordings(shown, { out: (name) => this.takeOut(name) });
    this.leaving = [map.leave, cards.leave];
    this.replaceChildren(
      h("div", { class: "sheet stack" }, head, verdict(shown.verdict), figures(shown)),
      remarks(shown),
      h("div", { class: "sheet stack" }, h("h3", {}, "Alike and unlike"), h("p", { class: "faint small" }, "Each dot is a recording; those side by side sound alike. Click one to hear it."), map.element),
      h("div", { class: "sheet stack" }, h("h3", {}, `Recordings`), cards.element));
  }

  buttons(name) {
    return [
      h("button", { id: "learn", class: "main", onclick: () => { lesson.set({ dataset: name, extend: "" }); goto("train"); } }, "Learn this"),
      h("button", { id: "add-more", title: "Bring more recordings into it", onclick: () => collection.dispatchEvent(new Event("adding")) }, "Add more"),
      h("button", { id: "delete-dataset", class: "quiet", title: "Into the trash; the files themselves stay", onclick: doing(() => this.remove(name)) }, "Delete"),
    ];
  }

  async takeOut(file) {
    const { chosen: name } = collection;
    const { trash } = await act("dataset_remove", { name, files: [file] });
    say(`'${file}' is no longer in '${name}'.`, { undo: back(name, trash) });
    collection.without(file);
    await collection.again();
  }

  async remove(name) {
    const { trash } = await act("dataset_remove", { name });
    say(`'${name}' lies in the trash. Its recordings are where they were.`, { undo: back(name, trash) });
    await collection.list();
  }
}

const back = (name, trash) => doing(async () => {
  say((await act("dataset_restore", { name, trash })).says);
  if (collection.chosen === name) return collection.again();
  await collection.list();
  await collection.choose(name);
});

function verdict({ word, says, advice }) {
  return h("div", { class: `verdict ${SIGNS[word]}`, id: "verdict" }, h("p", { class: "lead" }, says),
    advice.length > 0 && h("ul", { class: "advice" }, advice.map((one) => h("li", {}, one))));
}

customElements.define("timbrel-dataset", Dataset);
