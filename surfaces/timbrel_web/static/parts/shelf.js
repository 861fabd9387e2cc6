// Shelf: what was made and kept. Takes, models, presets, and what was put away.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import "./history.js";
import "./models.js";
import "./presets.js";
import { pair } from "./pair.js";
import "./trash.js";

const SHELVES = { takes: "Takes", models: "Models", presets: "Presets", trash: "Trash" };
const KEY = "timbrel-shelf";

class Shelf extends Part {
  #built = false;

  // What was searched for stays when the room is left.
  connectedCallback() {
    if (!this.#built) this.build();
    this.#built = true;
    super.connectedCallback();
  }

  build() {
    const tab = ([name, words]) => h("button", { id: `shelf-${name}`, role: "tab", "aria-controls": `shelf-${name}-panel`, onclick: () => this.choose(name) }, words);
    this.tabs = h("div", { class: "shelf-tabs", role: "tablist", "aria-label": "Shelves", onkeydown: (event) => this.key(event) }, Object.entries(SHELVES).map(tab));
    this.panels = Object.keys(SHELVES).map((name) => h(`timbrel-${name}`, { id: `shelf-${name}-panel`, role: "tabpanel", "aria-labelledby": `shelf-${name}`, hidden: true }));
  }

  draw() {
    this.append(this.tabs, ...this.panels);
    this.on(pair, "changed", () => pair.a && pair.b && this.choose("takes"));
    this.seen = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.panel?.fill());
    this.seen.observe(this);
    this.choose(pair.a && pair.b ? "takes" : (sessionStorage.getItem(KEY) ?? "takes"));
  }

  gone() {
    this.seen?.disconnect();
  }

  choose(name) {
    sessionStorage.setItem(KEY, name);
    for (const tab of this.tabs.children) {
      const chosen = tab.id === `shelf-${name}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    for (const panel of this.panels) panel.hidden = panel.id !== `shelf-${name}-panel`;
    this.panel = this.panels.find((panel) => !panel.hidden);
    if (this.checkVisibility()) this.panel.fill();
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const tabs = [...this.tabs.children];
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  }
}

customElements.define("timbrel-shelf", Shelf);
