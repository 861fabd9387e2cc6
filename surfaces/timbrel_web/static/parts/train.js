// Train: what is to be learnt and for how long, and how it goes with all that learn or have learnt.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { wrong } from "../core/say.js";
import "./training.js";
import { trainings } from "./trainings.js";
import "./trainform.js";

const GOING = ["training", "paused", "waiting"];

class Train extends Part {
  draw() {
    this.cards = new Map();
    this.going = h("section", { class: "stack", "aria-label": "Trainings under way" });
    this.ended = h("section", { class: "stack", "aria-label": "Earlier trainings" });
    this.rest = h("h2", {}, "Earlier");
    this.none = h("div", { class: "sheet faint" }, h("p", {}, "What learns is shown here: its curves, what it sounds like so far, and how it goes in words. Several wait in a line."));
    this.append(h("div", { class: "train" }, h("timbrel-trainform"), h("div", { class: "stack trainings" }, this.none, this.going, this.rest, this.ended)));
    this.on(trainings, "listed", () => this.show());
    this.on(trainings, "told", ({ detail }) => this.cards.get(detail)?.show());
    trainings.list().catch(wrong);
    this.show();
  }

  show() {
    const all = trainings.all;
    const [going, ended] = [all.filter((run) => GOING.includes(run.state)), all.filter((run) => !GOING.includes(run.state))];
    this.put(this.going, going);
    this.put(this.ended, ended);
    this.none.hidden = all.length > 0;
    this.rest.hidden = !ended.length;
  }

  // Cards that are there are moved, not drawn anew, and only where their order has changed.
  put(section, runs) {
    const cards = runs.map(({ name }) => {
      if (!this.cards.has(name)) this.cards.set(name, Object.assign(document.createElement("timbrel-training"), { name }));
      return this.cards.get(name);
    });
    const same = cards.length === section.children.length && cards.every((card, index) => section.children[index] === card);
    if (!same) section.replaceChildren(...cards);
    for (const card of cards) card.show();
  }
}

customElements.define("timbrel-train", Train);
