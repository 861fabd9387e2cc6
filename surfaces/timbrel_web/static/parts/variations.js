// Takes in a row, to be heard one after the other: by a click, or the keys 1 to 9.

import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { clock } from "../core/words.js";
import { made } from "./made.js";
import { icon } from "./icon.js";
import { typing } from "./typing.js";
import { drawOutline } from "./outline.js";

const SHOWN = 12;

class Variations extends Part {
  draw() {
    this.cards = h("div", { class: "takes", role: "list", "aria-label": "Takes" });
    this.count = h("select", { id: "count", "aria-label": "How many variations" }, [2, 4, 6, 9].map((count) => h("option", { value: count, selected: count === 4 }, count)));
    this.more = h("button", { id: "variations", title: "The same knobs by other seeds, in a row", onclick: () => this.vary() }, icon("more"), "Make variations");
    this.append(h("div", { class: "row heading" }, h("h3", {}, "Takes"), h("span", { class: "faint small grow" }, "Keys 1 to 9 play them"), this.count, this.more), this.cards);
    this.on(made, "list", () => this.fill());
    this.on(made, "busy", ({ detail }) => (this.more.disabled = detail));
    this.on(made, "current", () => this.mark());
    this.on(made, "told", ({ detail }) => this.told(detail));
    this.on(document, "keydown", (event) => this.key(event));
    this.size = new ResizeObserver(() => this.fill());
    this.size.observe(this.cards);
    this.fill();
  }

  vary() {
    return document.querySelector("timbrel-make").make({ ...order.args(), count: Number(this.count.value) });
  }

  fill() {
    const old = new Map([...this.cards.children].map((card) => [card.take, card]));
    const shown = made.list.slice(0, SHOWN);
    this.cards.replaceChildren(...shown.map((take, index) => this.numbered(old.get(take) ?? this.card(take), index)));
    if (!shown.length) this.cards.append(h("p", { class: "faint small" }, "What you make stands here, newest first."));
    for (const card of this.querySelectorAll(".take")) this.sketch(card);
    this.mark();
  }

  gone() {
    this.size.disconnect();
  }

  card(take) {
    const says = h("span", { class: "says small" }, h("b", {}), h("span", { class: "seed digits" }, take.seed), h("span", { class: "faint digits" }, clock(take.seconds)));
    const card = h("button", { class: "take", role: "listitem", title: `${take.name}: ${take.model}, seed ${take.seed}`, onclick: doing(() => this.hear(take)) }, h("canvas", { class: "wave" }), says, h("i", { class: "mark" }, icon("star")));
    return Object.assign(card, { take });
  }

  numbered(card, index) {
    card.querySelector("b").textContent = index < 9 ? index + 1 : "";
    card.setAttribute("aria-label", `Take ${index + 1}: ${card.take.name}, ${clock(card.take.seconds)}`);
    return card;
  }

  told(take) {
    const card = [...this.cards.children].find((one) => one.take === take);
    if (card) this.sketch(card);
  }

  // Its thumbnail, once the history has it.
  sketch(card) {
    const { picture, star } = card.take;
    card.classList.toggle("starred", Boolean(star));
    if (picture && card.clientWidth) drawOutline(card.querySelector("canvas"), { peaks: peaks(picture) });
  }

  mark() {
    for (const card of this.cards.children) card.setAttribute("aria-current", String(card.take === made.current));
  }

  // What is heard already goes silent by the second press.
  hear(take) {
    const player = document.querySelector("timbrel-play timbrel-player");
    if (take === made.current && player?.playing) return player.stop();
    made.choose(take, { play: true });
  }

  key(event) {
    const take = this.cards.children[Number(event.key) - 1]?.take;
    if (!take || event.ctrlKey || event.metaKey || event.altKey || typing(event) || !this.checkVisibility()) return;
    event.preventDefault();
    this.hear(take);
  }
}

const peaks = ({ low, high }) => Float32Array.from(low.flatMap((least, index) => [least / 127, high[index] / 127, 0]));

customElements.define("timbrel-variations", Variations);
