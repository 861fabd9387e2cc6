// What stands behind a fold: its name, one line on how it stands, and the rest once it is opened.

import { h } from "../core/h.js";

const KEY = "timbrel-open-";

// `tell` changes the line; whether it was open is kept for the next visit.
export function fold(name, title, ...inside) {
  const state = h("span", { class: "state faint small" });
  const open = localStorage.getItem(KEY + name) === "yes";
  const element = h("details", { class: "sheet fold", id: `fold-${name}`, open }, h("summary", {}, h("span", { class: "title" }, title), state),
    h("div", { class: "inside" }, inside));
  element.addEventListener("toggle", () => localStorage.setItem(KEY + name, element.open ? "yes" : "no"));
  return { element, tell: (text) => (state.textContent = state.title = text) };
}
