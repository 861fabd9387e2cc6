// A round pad to drag a sound about one's head, seen from above.

import { svg } from "../core/h.js";
import { SIZE, arrow, distance, polar, scene, source } from "./head.js";
import { dragged, pad, steered } from "./pad.js";

const TURN = 5; // degrees, by an arrow key
const STRIDE = 1.15; // times as far, by an arrow key

export const fits = (controls) => ["azimuth", "distance"].every((name) => controls.some((control) => control.name === name));

// `moved({azimuth, distance})` as it is dragged; show(values) draws how all stands.
export function bearing(controls, moved) {
  const [round, far] = ["azimuth", "distance"].map((name) => controls.find((control) => control.name === name));
  const within = (control, value) => Math.min(control.high, Math.max(control.low, value));
  const sound = svg("g");
  const element = pad(SIZE, { id: "space-pad", says: "pad", label: "Where the sound is, seen from above. Left and right turn it round your head, up and down bring it away and near." });
  let stands = {};
  element.append(arrow(), ...scene(far), sound);
  dragged(element, (x, y) => {
    const [azimuth, units] = polar(x, y);
    moved({ azimuth: Math.round(within(round, azimuth)), distance: rounded(within(far, distance(units, far))) });
  });
  steered(element, (right, up) => {
    const turned = ((stands.azimuth + TURN * right + 540) % 360) - 180;
    moved({ azimuth: Math.round(turned), distance: rounded(within(far, stands.distance * STRIDE ** up)) });
  });
  const show = (values) => {
    stands = values;
    sound.replaceChildren(...source(values, far));
  };
  return { element, show };
}

const rounded = (metres) => Math.round(metres * 100) / 100;
