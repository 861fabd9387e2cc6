// A surface to point into: with the mouse or a finger, and with the arrow keys.

import { svg } from "../core/h.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FINE = 0.2; // of a step, with Shift held

// A square drawing of `size` units, that the keyboard can reach.
export function pad(size, { id, label, says }) {
  return svg("svg", { class: "pad", id, viewBox: `0 0 ${size} ${size}`, tabindex: 0, role: "application", "aria-label": label, "aria-roledescription": says });
}

// Where an event lies, in the drawing's own units.
export function spot(surface, event) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(surface.getScreenCTM().inverse());
  return [x, y];
}

// `moved(x, y)` in the drawing's units, from where it is pressed to where it is let go.
export function dragged(surface, moved) {
  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    surface.focus({ preventScroll: true });
    moved(...spot(surface, event));
  });
  surface.addEventListener("pointermove", (event) => surface.hasPointerCapture(event.pointerId) && moved(...spot(surface, event)));
}

// `stepped(right, up)` by arrow keys, each 1 or less; `left` by Delete or Escape.
export function steered(surface, stepped, left = () => {}) {
  surface.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way && event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    if (way) stepped(...way.map((part) => part * (event.shiftKey ? FINE : 1)));
    else left();
  });
}
