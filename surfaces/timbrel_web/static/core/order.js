// What the next take is to be: everything that Make asks for beside the knobs.
//
// Parts of the page write into it with order.set({...}), which tells "changed"; Make reads
// order.args(). Knobs are the session's.

import { session } from "./session.js";

class Order extends EventTarget {
  duration = 10; // seconds
  seed = 1;
  locked = false; // whether the seed stays from one take to the next
  loop = false;
  at = null; // [x, y] on the map, 0 to 1, or null
  motions = {}; // by knob: what `--automate` takes after the =, as "0:0,4:1:smooth,8:0"
  swings = {}; // by knob: what `--lfo` takes after the =, as "sine,rate=0.5,depth=0.4"
  space = ""; // the spatializer's name, or ""
  where = {}; // its controls

  set(changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new CustomEvent("changed", { detail: changes }));
  }

  // The arguments of `generate` for the loaded model with the knobs as they stand.
  args() {
    const pairs = (table) => Object.entries(table).map(([name, text]) => `${name}=${text}`);
    return {
      ...models(),
      duration: this.duration,
      seed: this.seed,
      set: pairs(session.values).filter((pair) => !pair.startsWith("variation=") || session.control("variation")),
      ...(this.loop && { loop: true }),
      ...(this.at && { at: this.at.map((part) => part.toFixed(4)).join(",") }),
      ...(Object.keys(this.motions).length && { automate: pairs(this.motions) }),
      ...(Object.keys(this.swings).length && { lfo: pairs(this.swings) }),
      ...(this.space && { space: this.space, where: pairs(this.where) }),
    };
  }
}

// A blend is loaded as "a+b"; `generate` takes its first model, and the others beside it.
export function models() {
  const [model, ...more] = session.model.split("+");
  return more.length ? { model, more } : { model };
}

export const order = new Order();
