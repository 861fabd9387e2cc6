// The outline of a sound as the history keeps it: 256 least and 256 most samples of -127 to 127.

import { svg } from "../core/h.js";

const HIGH = 64; // units of the drawing; it is stretched to where it stands

export function thumbnail(picture) {
  const { low = [], high = [] } = picture ?? {};
  const wide = Math.max(1, high.length - 1);
  return svg("svg", { class: "thumbnail", viewBox: `0 0 ${wide} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("line", { x1: 0, x2: wide, y1: HIGH / 2, y2: HIGH / 2, class: "rest" }),
    high.length ? svg("path", { d: outline(low, high) }) : "");
}

// Along the tops and back along the bottoms, as loud as the loudest moment allows.
function outline(low, high) {
  const most = Math.max(8, ...high, ...low.map((value) => -value));
  const y = (value) => (HIGH / 2 - (value / most) * (HIGH / 2 - 2)).toFixed(1);
  const tops = high.map((value, x) => `${x} ${y(Math.max(value, 0.5))}`);
  const bottoms = low.map((value, x) => `${x} ${y(Math.min(value, -0.5))}`).reverse();
  return `M${tops.join("L")}L${bottoms.join("L")}Z`;
}
