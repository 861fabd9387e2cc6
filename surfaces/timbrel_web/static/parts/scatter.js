// The sounds of a model as dots on a square, those alike side by side.

import { svg } from "../core/h.js";

export const SIZE = 400;
const EDGE = 18;
const NEAR = 26; // units from a dot that count as on it
const WIDE = SIZE - 2 * EDGE;

export const across = (x) => EDGE + WIDE * x;
export const down = (y) => SIZE - EDGE - WIDE * y;

// The place on the map, 0 to 1, of a point of the drawing.
export function place(x, y) {
  const within = (part) => Math.min(1, Math.max(0, part));
  return [within((x - EDGE) / WIDE), within((SIZE - EDGE - y) / WIDE)];
}

// Places as {x, y, source, start, model}. `find` gives the nearest, `light` shows all of one recording.
export class Scatter {
  element = svg("g", { class: "dots" });
  places = [];
  #dots = [];

  fill(places) {
    const models = [...new Set(places.map((one) => one.model))];
    this.places = places;
    this.#dots = places.map((one) => svg("circle", { cx: across(one.x), cy: down(one.y), r: 4, class: `dot of-${models.indexOf(one.model) % 4}` }));
    this.element.replaceChildren(...this.#dots);
  }

  find(x, y, reach = NEAR) {
    let best = null;
    let least = reach;
    for (const one of this.places) {
      const far = Math.hypot(across(one.x) - x, down(one.y) - y);
      if (far <= least) [best, least] = [one, far];
    }
    return best;
  }

  light(found) {
    this.places.forEach((one, number) => {
      const same = found && one.source === found.source && one.model === found.model;
      this.#dots[number].classList.toggle("lit", Boolean(same));
      this.#dots[number].setAttribute("r", one === found ? 7 : same ? 5.5 : 4);
    });
  }
}
