// Where a take came from: a strip beneath it, in a colour for each recording, and how new it is.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { colourOf } from "./colours.js";
import { made } from "./made.js";
import { stretches } from "./stretches.js";

const NAMED = 8; // recordings with a chip of their own

class Origin extends Part {
  draw() {
    this.strip = h("div", { class: "strip", role: "img" });
    this.chips = h("div", { class: "chips", role: "group", "aria-label": "Recordings that it came from" });
    this.words = h("p", { class: "novelty small", id: "novelty" });
    this.at = h("p", { class: "at small faint" });
    this.append(this.strip, h("div", { class: "row told" }, this.words, this.at), this.chips);
    this.strip.addEventListener("pointermove", (event) => this.point(event.target.closest("i")));
    this.strip.addEventListener("pointerleave", () => this.point(null));
    this.on(made, "current", () => this.show());
    this.on(made, "told", ({ detail }) => detail === made.current && this.show());
    this.show();
  }

  show() {
    const { recipe, seconds } = made.current ?? {};
    const told = recipe?.provenance;
    this.classList.toggle("nothing", !told?.sources);
    const names = Object.keys(told?.sources ?? {});
    const of = (name) => colourOf(names.indexOf(name));
    this.strip.replaceChildren(...stretches(told?.runs ?? [], seconds).map((one) => this.piece(one, seconds, of)));
    this.strip.setAttribute("aria-label", `Recordings as they sound: ${names.slice(0, NAMED).join(", ")}`);
    this.chips.replaceChildren(...names.slice(0, NAMED).map((name) => this.chip(name, told.sources, of)), names.length > NAMED ? h("span", { class: "faint small" }, `and ${names.length - NAMED} more`) : "");
    this.words.textContent = recipe ? newness(told) : "";
    this.words.title = "Measured against your recordings: 1 is as new as another recording of yours would be";
    this.at.textContent = "";
  }

  piece({ source, from, to, at }, seconds, of) {
    const piece = h("i", { style: `left: ${(100 * at) / seconds}%; width: ${(100 * (to - from)) / seconds}%; --of: ${of(source)}` });
    return Object.assign(piece, { source, says: `At ${at.toFixed(1)} s: ${source}, from ${from.toFixed(1)} s` });
  }

  chip(name, sources, of) {
    const all = Object.values(sources).reduce((sum, part) => sum + part, 0);
    const light = () => this.light(name);
    const chip = h("button", { class: "chip", style: `--of: ${of(name)}`, title: `${name}: ${sources[name].toFixed(1)} s of sound in this take`, onpointerenter: light, onfocus: light, onpointerleave: () => this.light(null), onblur: () => this.light(null) },
      h("i", {}), h("span", {}, name), h("span", { class: "faint digits" }, `${Math.round((100 * sources[name]) / all)} %`));
    return chip;
  }

  point(piece) {
    this.at.textContent = piece?.says ?? "";
    this.light(piece?.source ?? null);
  }

  light(name) {
    this.strip.classList.toggle("lit", name !== null);
    for (const piece of this.strip.children) piece.classList.toggle("on", piece.source === name);
  }
}

function newness(told) {
  if (!told) return "Its model does not tell what it played.";
  const { novelty, near_copies: copies } = told;
  if (novelty === null || novelty === undefined) return "How new it is was not measured.";
  const near = copies ? ` ${Math.round(100 * copies)} % of its seconds are as good as copies.` : "";
  const words = novelty < 0.5 ? "very close to your recordings" : novelty <= 1.5 ? "as new as one more recording of yours" : "further from your recordings than they are from one another";
  return `Novelty ${novelty.toFixed(2)}: ${words}.${near}`;
}

customElements.define("timbrel-origin", Origin);
