// What is to be said of single recordings, by name, and how to mend it.

import { h } from "../core/h.js";
import { mended } from "./mends.js";

const FEW = 6;

export function remarks(shown) {
  const used = gathered(shown);
  const left = Object.entries(shown.left_out);
  if (!used.length && !left.length) return h("div", { class: "sheet" }, h("p", { class: "faint" }, "Nothing is odd about any recording."));
  return h("div", { class: "sheet stack", id: "remarks" },
    used.length > 0 && list("To listen to again", used), left.length > 0 && list("Left out", left));
}

function list(title, all) {
  const rows = all.map(([name, why]) => row(name, why));
  const rest = rows.splice(FEW);
  return h("div", { class: "stack" }, h("h3", {}, title), h("ul", { class: "plain remarks" }, rows),
    rest.length > 0 && h("details", {}, h("summary", { class: "small" }, `${rest.length} more`), h("ul", { class: "plain remarks" }, rest)));
}

function row(name, why) {
  const mend = mended(why);
  return h("li", {}, h("span", { class: "name" }, name), h("span", {}, why, mend && h("span", { class: "faint" }, ` ${mend}`)));
}

// Warnings, oddities and doubles together, a line for each recording.
function gathered(shown) {
  const told = new Map();
  const add = (name, why) => {
    const before = told.get(name) ?? [];
    if (!before.includes(why)) told.set(name, [...before, why]);
  };
  for (const [name, why] of Object.entries(shown.warnings)) add(name, why);
  for (const [name, why] of Object.entries(shown.odd)) add(name, why);
  for (const [first, second, why] of shown.near_duplicates) add(second, `like ${first}: ${why}`);
  return [...told].map(([name, whys]) => [name, `${whys.join("; ")}.`]);
}
