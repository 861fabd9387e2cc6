// More like this: takes near the one that is looked at, as near as the slider says.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { made } from "./made.js";
import { die } from "./seed.js";

const WORDS = [[0.15, "a hair's breadth away"], [0.4, "near"], [0.7, "a relative"], [1, "only distantly like it"]];

class Like extends Part {
  draw() {
    this.amount = h("input", { id: "amount", type: "range", min: 0.05, max: 1, step: 0.05, value: 0.3, "aria-label": "How far from this take", title: "How far the new ones go from this take", oninput: () => this.tell() });
    this.words = h("span", { class: "far small faint" });
    this.button = h("button", { id: "like", title: "Three takes near this one", onclick: () => this.more() }, "More like this");
    this.append(h("div", { class: "row" }, this.button, this.amount, this.words));
    this.on(made, "current", () => this.tell());
    this.on(made, "told", () => this.tell());
    this.on(made, "busy", () => this.tell());
    this.tell();
  }

  tell() {
    const amount = Number(this.amount.value);
    const words = WORDS.find(([most]) => amount <= most)[1];
    this.words.textContent = words;
    this.amount.setAttribute("aria-valuetext", words);
    const { recipe } = made.current ?? {};
    this.button.disabled = made.busy || recipe?.made !== "generate";
  }

  more() {
    const { path, recipe } = made.current;
    const [model, ...more] = recipe.model.split("+");
    const where = Object.entries(recipe.where ?? {}).map(([name, value]) => `${name}=${value}`);
    const place = recipe.space ? { space: recipe.space, where } : {};
    const blend = more.length ? { more } : {};
    return document.querySelector("timbrel-make").make({ model, ...blend, ...place, near: path, amount: Number(this.amount.value), count: 3, seed: die() });
  }
}

customElements.define("timbrel-like", Like);
