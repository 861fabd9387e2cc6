// A pad with a model at each corner: the nearer, the more there is of it.

import { svg } from "../core/h.js";
import { dragged, pad, steered } from "./pad.js";
import { corners, inside, mean, weights } from "./shares.js";

const SIZE = 400;
const RADIUS = 150;
const TRIANGLE = { radius: 185, drop: 45 }; // one has room to be larger, and stands lower to be in the middle
const AWAY = 22; // units from a corner to its name
const STEP = 6; // units, by an arrow key

// `moved(parts)` as it is dragged; show(parts) draws how they stand.
export function figure(models, moved) {
  const { radius, drop } = models.length === 3 ? TRIANGLE : { radius: RADIUS, drop: 0 };
  const lowered = (far) => corners(models.length, far).map(([x, y]) => [x, y + drop]);
  const [all, names] = [lowered(radius), lowered(radius + AWAY)];
  const sound = svg("circle", { class: "sound", r: 12 });
  const element = pad(SIZE, { id: "blend-pad", says: "pad", label: `Between ${models.join(", ")}. Arrow keys move it, with Shift finely.` });
  let stands = [0, 0];
  const go = (point) => moved(weights(inside(point, all), all));
  element.append(svg("polygon", { class: "back", points: all.map(shifted).join(" ") }), ...models.map((model, number) => named(model, names[number])), sound);
  dragged(element, (x, y) => go([x - SIZE / 2, y - SIZE / 2]));
  steered(element, (right, up) => go([stands[0] + STEP * right, stands[1] - STEP * up]));
  const show = (parts) => {
    stands = mean(parts, all);
    const [x, y] = shifted(stands);
    sound.setAttribute("cx", x);
    sound.setAttribute("cy", y);
  };
  return { element, show };
}

const shifted = ([x, y]) => [x + SIZE / 2, y + SIZE / 2];

function named(model, [x, y]) {
  const [left, top] = shifted([x, y]);
  const side = x > 40 ? "end" : x < -40 ? "start" : "middle";
  const at = side === "end" ? Math.min(SIZE - 4, left + 40) : side === "start" ? Math.max(4, left - 40) : left;
  return svg("text", { class: "side", x: at, y: top + 5, "text-anchor": side }, model.length > 22 ? `${model.slice(0, 21)}…` : model);
}
