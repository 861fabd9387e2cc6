// The takes that the Play room shows, newest first, and the one that is looked at.
//
// A take is {path, url, name, seconds, model, seed, novelty, star, id, picture, loop, recipe}.
// Events: "list", "current" (detail: {take, play}), "told" (detail: a take of which more is known),
// "busy" (detail: whether takes are being made here).

import { act } from "../core/api.js";
import { session } from "../core/session.js";

const MOST = 36;
const MADE = new Set(["generate", "transform", "performance"]);

class Made extends EventTarget {
  list = [];
  current = null;
  busy = false;
  #begun = null;
  #next = null; // the path of what was asked for here, and is to be heard once it is there

  begin() {
    this.#begun ??= this.#remembered();
    return this.#begun;
  }

  async #remembered() {
    session.addEventListener("take", ({ detail }) => this.#heard(detail));
    const { items, links } = await act("history_list", { limit: 12, pictures: true }).catch(() => ({ items: [] }));
    const old = items.filter((item) => !item.missing && links?.[item.path]).map((item) => ({ ...item, url: links[item.path] }));
    this.list.push(...old.filter(({ path }) => !this.find(path)));
    this.#tell("list");
    if (!this.current && this.list.length) this.choose(this.list[0]);
  }

  #heard({ path, audio: url, file: name, seconds, recipe }) {
    const same = this.list.find((one) => one.recipe?.quality?.sound && one.recipe.quality.sound === recipe.quality?.sound);
    if (!url || !MADE.has(recipe.made) || (same && written(same.recipe) !== written(recipe))) return;
    this.list = this.list.filter((one) => one.path !== path);
    const novelty = recipe.provenance?.novelty ?? null;
    const take = { path, url: `${url}?made=${Date.now()}`, name, seconds, recipe, novelty, model: recipe.model, seed: String(recipe.seed), star: false, loop: "loop" in recipe };
    this.list.unshift(take);
    this.list.length = Math.min(this.list.length, MOST);
    this.#tell("list");
    if (this.#next === path || !this.current) this.choose(take, { play: this.#next === path });
    this.more(take);
  }

  find(path) {
    return this.list.find((one) => one.path === path);
  }

  // Look at a take, and hear it if wished; known by its path too, if it is yet to come.
  choose(take, { play = false } = {}) {
    const known = typeof take === "string" ? this.find(take) : take;
    if (!known) return void (this.#next = take);
    this.#next = null;
    this.current = known;
    this.#tell("current", { take: known, play });
    if (!known.recipe) this.more(known);
  }

  // All that the history knows of a take: its star, its thumbnail, its recipe.
  async more(take) {
    const { recipe, picture, star, id, novelty } = await act("history_show", { take: take.path }).catch(() => ({}));
    if (id === undefined) return;
    Object.assign(take, { recipe, picture, star, id, novelty, loop: "loop" in recipe });
    this.#tell("told", take);
  }

  async star(take) {
    const { star } = await act("history_star", { take: take.path, off: take.star });
    take.star = star;
    this.#tell("told", take);
  }

  works(busy) {
    this.busy = busy;
    this.#tell("busy", busy);
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

// How a take was written: the same sound in another format is no other take.
const written = ({ format, options }) => JSON.stringify([format, options]);

export const made = new Made();
