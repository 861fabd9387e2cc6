// How long a dataset takes to learn on this computer: measured once by a few real steps.
//
// Event "changed"; `seconds` are by preset, empty until they are known.

import { act } from "../core/api.js";

class Estimates extends EventTarget {
  dataset = "";
  seconds = {};
  says = "";
  #known = new Map();

  async ask(dataset) {
    if (dataset === this.dataset) return;
    this.#set(dataset, this.#known.get(dataset) ?? {}, dataset ? "Timing a few steps on this computer …" : "");
    if (!dataset || this.#known.has(dataset)) return;
    try {
      const { training_seconds: seconds, training_note: note } = await act("dataset_show", { name: dataset });
      this.#known.set(dataset, seconds);
      if (this.dataset === dataset) this.#set(dataset, seconds, note);
    } catch (error) {
      if (this.dataset === dataset) this.#set(dataset, {}, `How long it takes is not known: ${error.message}`);
    }
  }

  #set(dataset, seconds, says) {
    Object.assign(this, { dataset, seconds, says });
    this.dispatchEvent(new Event("changed"));
  }
}

export const estimates = new Estimates();
