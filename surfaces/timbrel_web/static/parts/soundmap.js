// The recordings of a dataset on a plane: neighbours sound alike. Point at one, click to hear it.

import { h, svg } from "../core/h.js";
import { listening } from "./listening.js";

const WIDE = 840, HIGH = 400, EDGE = 28;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function soundmap(shown) {
  const twins = new Set(shown.near_duplicates.flatMap(([first, second]) => [first, second]));
  const label = h("p", { class: "label", role: "status" });
  const dots = Object.entries(shown.map.points).map(([name, place]) => dot(name, place, twins.has(name), shown));
  const tell = (one) => (label.textContent = one ? one.name + (one.twin ? " (sounds like another)" : "") : hint(dots));
  for (const one of dots) {
    one.element.addEventListener("pointerenter", () => tell(one));
    one.element.addEventListener("pointerleave", () => tell(null));
    one.element.addEventListener("focus", () => tell(one));
    one.element.addEventListener("click", () => listening.toggle(one.link, one.name));
    one.element.addEventListener("keydown", (event) => steered(event, one, dots));
  }
  dots[0]?.element.setAttribute("tabindex", "0");
  tell(null);
  const heard = () => dots.forEach((one) => one.element.classList.toggle("heard", Boolean(one.link) && one.link === listening.link));
  listening.addEventListener("heard", heard);
  const drawing = svg("svg", { class: "soundmap", id: "soundmap", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group", "aria-label": "Map of the recordings" }, dots.map((one) => one.element));
  return { element: h("div", {}, drawing, label), leave: () => listening.removeEventListener("heard", heard) };
}

const hint = (dots) => (dots.length > 1 ? `${dots.length} recordings` : "One recording");

function dot(name, [x, y], twin, shown) {
  const at = [WIDE / 2 + x * (WIDE / 2 - EDGE), HIGH / 2 - y * (HIGH / 2 - EDGE)];
  const element = svg("g", { class: twin ? "dot twin" : "dot", role: "button", tabindex: "-1", "aria-label": name, "data-name": name, transform: `translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})` },
    svg("circle", { r: 15, class: "target" }), svg("circle", { r: 6, class: "mark" }));
  return { name, at, twin, element, link: shown.links?.[shown.recordings[name]?.path] };
}

// Arrows go to the nearest one in their direction; Enter listens.
function steered(event, from, dots) {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    listening.toggle(from.link, from.name);
  }
  const way = ARROWS[event.key];
  if (!way) return;
  event.preventDefault();
  const costs = dots.filter((one) => one !== from).map((one) => [cost(from.at, one.at, way), one]).filter(([price]) => price < Infinity);
  const next = costs.sort(([one], [other]) => one - other)[0]?.[1];
  if (!next) return;
  from.element.setAttribute("tabindex", "-1");
  next.element.setAttribute("tabindex", "0");
  next.element.focus();
}

function cost([x, y], [otherX, otherY], [right, down]) {
  const along = (otherX - x) * right + (otherY - y) * down;
  const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
  return along > 0 ? along + 2 * aside : Infinity;
}
