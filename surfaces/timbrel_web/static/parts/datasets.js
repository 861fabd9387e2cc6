// The datasets as a list, the one that is looked at marked.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { collection } from "./collection.js";
import { lasting } from "./lasting.js";

class Datasets extends Part {
  draw() {
    for (const event of ["listed", "chosen"]) this.on(collection, event, () => this.show());
    this.show();
  }

  show() {
    const found = collection.datasets ?? [];
    const broken = Object.entries(collection.damaged);
    this.hidden = !found.length && !broken.length;
    this.replaceChildren(h("div", { class: "sheet stack" }, h("h2", {}, "Datasets"),
      h("ul", { class: "plain stack", "aria-label": "Datasets" }, found.map((one) => h("li", {}, entry(one)))),
      broken.map(([name, why]) => h("p", { class: "small warning" }, why || name))));
  }
}

function entry({ name, files, seconds, copied }) {
  const here = name === collection.chosen;
  const count = `${files.length} sound${files.length === 1 ? "" : "s"}`;
  return h("button", { class: "entry", "aria-current": here ? "true" : false, title: copied ? "Its files are copies" : "Its files lie where they were",
    onclick: doing(() => collection.choose(name)) },
  h("strong", {}, name), h("span", { class: "faint small digits" }, `${count}, ${lasting(seconds)}`));
}

customElements.define("timbrel-datasets", Datasets);
