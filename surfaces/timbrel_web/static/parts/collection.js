// The datasets there are, and the one that is looked at.
//
// Events: "listed" (the datasets), "chosen" (another one, or none), "shown" (what it holds is
// known), "adding" (recordings are to go into the chosen one).

import { act } from "../core/api.js";

class Collection extends EventTarget {
  datasets = null; // null until they are known
  damaged = {};
  chosen = "";
  shown = null; // the answer of dataset_show for the chosen one
  #asked = 0; // how often was asked for it: an older answer may come after a newer one

  async list() {
    const { datasets, damaged } = await act("dataset_list");
    Object.assign(this, { datasets, damaged });
    this.#tell("listed");
    if (this.chosen && !this.names.includes(this.chosen)) this.#leave();
  }

  get names() {
    return (this.datasets ?? []).map((one) => one.name);
  }

  // Look at one: what it holds comes a little later.
  async choose(name) {
    this.chosen = name;
    this.shown = null;
    this.#tell("chosen");
    if (name) await this.#look();
  }

  // After it has changed: the old picture stays until the new one is there.
  async again() {
    await this.list();
    if (this.chosen) await this.#look();
  }

  async #look() {
    const [name, asked] = [this.chosen, (this.#asked += 1)];
    const shown = await act("dataset_show", { name, estimate: false });
    if (this.chosen !== name || this.#asked !== asked) return;
    this.shown = shown;
    this.#tell("shown");
  }

  // At once without one recording: what that changes for the others is known a little later.
  without(file) {
    const { [file]: gone, ...recordings } = this.shown.recordings;
    const { [file]: place, ...points } = this.shown.map.points;
    this.shown = { ...this.shown, recordings, map: { ...this.shown.map, points }, count: this.shown.count - 1 };
    this.#tell("shown");
  }

  // A name that no dataset has yet.
  free(wish) {
    const plain = wish.replace(/[^\p{L}\p{N} _-]/gu, "").trim().replace(/\s+/g, "-").slice(0, 40) || "sounds";
    let name = plain;
    for (let count = 2; this.names.includes(name); count += 1) name = `${plain}-${count}`;
    return name;
  }

  #leave() {
    this.chosen = "";
    this.shown = null;
    this.#tell("chosen");
  }

  #tell(event) {
    this.dispatchEvent(new Event(event));
  }
}

export const collection = new Collection();
