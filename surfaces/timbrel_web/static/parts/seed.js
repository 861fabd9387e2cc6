// The seed of the next take: a number, a die to throw for another, a lock to keep it.

import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { icon } from "./icon.js";

const FACES = 1e6; // few enough digits to be read out
const MOST = 2 ** 53 - 1;

export const die = () => Math.floor(Math.random() * FACES);

// The field within `make`, which shows order.seed and order.locked in `seed` and `lock`.
export function seedField(make) {
  make.seed = h("input", { id: "seed", type: "number", min: 0, max: MOST, step: 1, title: "The same seed and knobs give the same sound, to the last sample", onchange: () => typed(make) });
  make.lock = h("button", { id: "lock", class: "square", "aria-label": "Keep this seed", title: "Keep this seed for the next takes; open, each take has a new one", onclick: () => order.set({ locked: !order.locked }) });
  const dice = h("button", { id: "die", class: "square", "aria-label": "Another seed", title: "Throw for another seed", onclick: () => order.set({ seed: die() }) }, icon("die"));
  return h("div", { class: "field" }, h("label", { for: "seed" }, "Seed"), h("span", { class: "joined" }, make.seed, dice, make.lock));
}

function typed(make) {
  const seed = Number(make.seed.value);
  if (make.seed.value !== "" && Number.isSafeInteger(seed) && seed >= 0) order.set({ seed });
  else make.show();
}
