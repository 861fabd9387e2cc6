// In what the recipes of two takes differ, as a table: how each thing is in A, and how in B.

import { h } from "../core/h.js";
import { plain } from "./knob_bars.js";

// `turned`: whether the second take stands as A.
export function apart(found, turned) {
  if (!found.length) return h("p", { class: "small faint" }, "Their recipes are the same.");
  const [first, second] = turned ? ["b", "a"] : ["a", "b"];
  const head = (words) => h("th", { scope: "col" }, words);
  return h("table", { class: "apart small", "aria-label": "In what their recipes differ" },
    h("thead", {}, h("tr", {}, head("Difference"), head("A"), h("td", {}), head("B"))),
    h("tbody", {}, found.map((one) => row(one, one[first], one[second]))));
}

function row({ what }, left, right) {
  const both = left || right;
  return h("tr", {}, h("th", { scope: "row", colspan: both ? 1 : 4 }, plain(what)),
    both ? [h("td", { class: "digits", title: left }, left), h("td", { "aria-hidden": "true" }, "→"), h("td", { class: "digits", title: right }, right)] : "");
}
