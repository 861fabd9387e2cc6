// Small signs, drawn in the colour of the text around them.

import { svg } from "../core/h.js";

const SHAPES = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z",
  stop: "M6 6h12v12H6z",
  record: "M12 5.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
  star: "M12 3l2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2 6.4 20.3l1.2-6.3L3 9.6l6.3-.8z",
};
const LINES = {
  loop: "M4 12V10a4 4 0 0 1 4-4h11M16 3l3 3-3 3M20 12v2a4 4 0 0 1-4 4H5M8 21l-3-3 3-3",
  down: "M12 3v12M7 10.5l5 5 5-5M5 20h14",
  die: "M6 3.5h12A2.5 2.5 0 0 1 20.5 6v12a2.5 2.5 0 0 1-2.5 2.5H6A2.5 2.5 0 0 1 3.5 18V6A2.5 2.5 0 0 1 6 3.5zM8.2 8.2h.01M15.8 8.2h.01M12 12h.01M8.2 15.8h.01M15.8 15.8h.01",
  locked: "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
  unlocked: "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 6.8-1.2",
  volume: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  more: "M12 5v14M5 12h14",
};

export function icon(name) {
  const solid = name in SHAPES;
  return svg("svg", { viewBox: "0 0 24 24", class: solid ? "icon" : "icon line", "aria-hidden": "true" },
    svg("path", { d: SHAPES[name] ?? LINES[name] }));
}
