// A head seen from above, and where around it a sound is: its direction, distance and width.

import { svg } from "../core/h.js";

export const SIZE = 400;
const MIDDLE = SIZE / 2;
const SKULL = 34; // units: the head, from whose side on distances are drawn
const FAR = 182; // units: the farthest
const RINGS = [0.5, 1.4, 4]; // m

// Distances go by ratio, as they are heard: from the head's side to the rim.
export function radius(distance, { low, high }) {
  return SKULL + 12 + ((FAR - SKULL - 12) * Math.log(distance / low)) / Math.log(high / low);
}

export function distance(units, { low, high }) {
  const part = Math.min(1, Math.max(0, (units - SKULL - 12) / (FAR - SKULL - 12)));
  return low * (high / low) ** part;
}

const round = (degrees) => (degrees * Math.PI) / 180;

export const point = (azimuth, units) => [MIDDLE + units * Math.sin(round(azimuth)), MIDDLE - units * Math.cos(round(azimuth))];

// Degrees, -180 to 180, 0 in front and 90 right; and units from the middle.
export function polar(x, y) {
  return [(Math.atan2(x - MIDDLE, MIDDLE - y) * 180) / Math.PI, Math.hypot(x - MIDDLE, y - MIDDLE)];
}

export function scene(control) {
  const rings = RINGS.filter((one) => one > control.low && one < control.high).map((one) => {
    const [x, y] = point(135, radius(one, control));
    return [svg("circle", { class: "ring", cx: MIDDLE, cy: MIDDLE, r: radius(one, control) }), svg("text", { class: "far", x: x + 3, y: y + 11 }, `${one} m`)];
  });
  const sides = [["front", 0], ["right", 90], ["behind", 180], ["left", -90]].map(([name, azimuth]) => {
    const [x, y] = point(azimuth, FAR - 8);
    return svg("text", { class: "side", x, y: y + 4, "text-anchor": azimuth === 90 ? "end" : azimuth === -90 ? "start" : "middle" }, name);
  });
  return [svg("circle", { class: "back", cx: MIDDLE, cy: MIDDLE, r: FAR + 14 }), ...rings.flat(), ...sides, ...skull()];
}

function skull() {
  const ear = (side) => svg("ellipse", { cx: MIDDLE + side * SKULL, cy: MIDDLE + 2, rx: 6, ry: 11 });
  const nose = svg("path", { d: `M${MIDDLE - 9} ${MIDDLE - SKULL + 3}L${MIDDLE} ${MIDDLE - SKULL - 10}L${MIDDLE + 9} ${MIDDLE - SKULL + 3}Z` });
  return [svg("g", { class: "skull" }, ear(-1), ear(1), nose, svg("circle", { cx: MIDDLE, cy: MIDDLE, r: SKULL }))];
}

// The sound itself: a dot, the degrees that it is wide, and the way that it goes round.
export function source({ azimuth, distance: far, spread = 0, orbit = 0 }, control) {
  const units = radius(far, control);
  const [x, y] = point(azimuth, units);
  const wide = spread > 0 && svg("path", { class: "spread", d: arc(azimuth - spread / 2, azimuth + spread / 2, units) });
  const way = orbit && svg("path", { class: "orbit", "marker-end": "url(#head-way)", d: arc(azimuth + Math.sign(orbit) * 12, azimuth + Math.sign(orbit) * 70, units) });
  return [wide, way, svg("circle", { class: "sound", cx: x, cy: y, r: 12 })].filter(Boolean);
}

function arc(from, to, units) {
  const [start, end] = [point(from, units), point(to, units)].map((at) => at.map((part) => part.toFixed(2)).join(" "));
  const long = Math.abs(to - from) > 180 ? 1 : 0;
  return `M${start}A${units} ${units} 0 ${long} ${to > from ? 1 : 0} ${end}`;
}

export const arrow = () => svg("defs", {}, svg("marker", { id: "head-way", viewBox: "0 0 10 10", refX: 6, refY: 5, markerWidth: 5, markerHeight: 5, orient: "auto" }, svg("path", { d: "M0 0L10 5L0 10Z" })));
