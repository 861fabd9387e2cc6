// The take that is looked at: its name, its sound, where it came from, and what may be done with it.

import { h } from "../core/h.js";
import { goto } from "../core/rooms.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { Export } from "./export.js";
import { icon } from "./icon.js";
import { made } from "./made.js";
import "./like.js";
import "./origin.js";
import { pair } from "./pair.js";
import { Player } from "./player.js";
import { restored } from "./restore.js";

class Result extends Part {
  draw() {
    this.name = h("h2", { id: "take-name" });
    this.facts = h("p", { class: "facts small faint digits" });
    this.player = new Player();
    this.player.setAttribute("sound", "sound");
    this.export = new Export();
    this.empty = h("p", { class: "nothing-yet faint" }, "No take yet. Turn the knobs, then press Make.");
    this.whole = h("div", { class: "stack" }, this.player, h("timbrel-origin"), this.deeds(), this.export, h("timbrel-like"));
    this.append(h("div", { class: "row heading" }, this.name, this.facts), this.empty, this.whole);
    this.on(made, "current", ({ detail }) => this.show(detail));
    this.on(made, "told", ({ detail }) => detail === made.current && this.told());
    this.on(pair, "changed", () => this.told());
    if (made.current) this.show({ take: made.current, play: false });
    else this.shows(false);
  }

  deeds() {
    const button = (id, words, says, work) => h("button", { id, title: says, onclick: doing(work) }, words);
    this.star = button("star", [icon("star"), h("span", {}, "Star")], "Mark it, to find it again on the Shelf", () => made.star(made.current));
    this.compare = button("compare", "Compare", "Keep it as A; the next you compare is B, and the Shelf plays them at one loudness", () => this.compared());
    const settings = button("restore", "Its settings", "Knobs, seed and all else as they were for this take", () => restored({ ...made.current, id: made.current.id ?? made.current.path }));
    const exporting = button("export", "Export …", "In another format: FLAC, MP3, OGG, Opus, AIFF, WAV", () => this.export.toggle());
    return h("div", { class: "row deeds" }, this.star, this.compare, settings, exporting);
  }

  shows(any) {
    this.empty.hidden = any;
    this.whole.hidden = !any;
    if (!any) this.name.textContent = "The take";
  }

  show({ take, play }) {
    this.shows(true);
    if (this.player.take !== take) this.player.take = take;
    else this.player.seek(0);
    this.told();
    if (play) this.player.play();
  }

  told() {
    const take = made.current;
    if (!take) return;
    this.name.textContent = take.name;
    const rate = take.recipe ? ` · ${quality(take.recipe)}` : "";
    this.facts.textContent = `${take.model} · seed ${take.seed} · ${Number(take.seconds.toFixed(2))} s${rate}`;
    this.star.setAttribute("aria-pressed", String(Boolean(take.star)));
    this.compare.setAttribute("aria-pressed", String(pair.a?.path === take.path));
    if (take.loop && !this.player.audio.loop && !this.player.playing) this.player.loops(true);
  }

  compared() {
    if (!pair.put(made.current)) return say(`${made.current.name} is A. Choose another take and press Compare.`);
    goto("shelf");
  }
}

const quality = ({ rate, options = {}, format }) => {
  const bits = options.bits ? `, ${options.bits === 32 ? "32-bit float" : `${options.bits} bit`}` : "";
  return `${((options.rate ?? rate) / 1000).toFixed(1).replace(".0", "")} kHz${bits} ${String(format ?? "").toUpperCase()}`;
};

customElements.define("timbrel-result", Result);
