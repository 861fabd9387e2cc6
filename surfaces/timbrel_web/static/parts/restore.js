// The settings of a take, back on the knobs and in what the next take is to be.

import { act } from "../core/api.js";
import { order } from "../core/order.js";
import { goto } from "../core/rooms.js";
import { say } from "../core/say.js";

export async function restored(take) {
  const { recipe, notes } = await act("history_restore", { take: String(take.id) });
  order.set(wishes(recipe));
  goto("play");
  say([`The knobs stand as they did for ${take.name}.`, ...notes].join(" "));
}

// What `order` holds, of a recipe.
export function wishes(recipe) {
  const { automate = {}, lfo = {} } = recipe.motion ?? {};
  const seed = Number(recipe.seed);
  return {
    duration: recipe.frames / recipe.rate,
    ...(Number.isSafeInteger(seed) && { seed, locked: true }),
    loop: "loop" in recipe,
    motions: each(automate, (points) => points.map((point) => point.join(":")).join(",")),
    swings: each(lfo, ({ shape, ...rest }) => [shape, ...Object.entries(rest).map(([name, value]) => `${name}=${value}`)].join(",")),
    space: recipe.space ?? "",
    where: { ...recipe.where },
  };
}

const each = (table, words) => Object.fromEntries(Object.entries(table).map(([name, value]) => [name, words(value)]));
