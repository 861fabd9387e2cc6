// How loud the page plays: one for all its players, and remembered.

import { h } from "../core/h.js";
import { icon } from "./icon.js";

const KEY = "timbrel-volume";

let level = Number(localStorage.getItem(KEY) ?? 1);

document.addEventListener("play", ({ target }) => (target.volume = level), { capture: true });

export function volume() {
  const slider = h("input", { type: "range", min: 0, max: 1, step: 0.01, value: level, class: "volume", "aria-label": "Volume", title: "Volume of the page; the file stays as it is",
    oninput: () => loud(Number(slider.value)) });
  return h("label", { class: "loudness" }, icon("volume"), slider);
}

function loud(wish) {
  level = wish;
  localStorage.setItem(KEY, String(level));
  for (const audio of document.querySelectorAll("audio")) audio.volume = level;
  for (const slider of document.querySelectorAll("input.volume")) slider.value = level;
}
