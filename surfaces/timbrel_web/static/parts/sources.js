// Which recordings a take came from, as bars of seconds, and how new it is.

import { h } from "../core/h.js";

const SHOWN = 8;

export function sources(told) {
  const found = Object.entries(told?.sources ?? {}).sort(([, one], [, other]) => other - one);
  if (!found.length) return h("p", { class: "small faint" }, "Its model did not tell what it played.");
  const most = found[0][1];
  const more = found.length > SHOWN ? [h("p", { class: "small faint" }, `and ${found.length - SHOWN} more`)] : [];
  return h("div", { class: "source-bars" }, found.slice(0, SHOWN).map(([name, seconds]) => bar(name, seconds, seconds / most)), more, newness(told));
}

function bar(name, seconds, part) {
  return h("div", { class: "source-bar", title: `${name}: ${seconds.toFixed(1)} s of it` },
    h("span", { class: "small" }, name), h("span", { class: "track", "aria-hidden": "true" }, h("i", { style: `width:${100 * part}%` })),
    h("span", { class: "small digits" }, `${seconds.toFixed(1)} s`));
}

function newness({ novelty, near_copies: copies, longest_verbatim: longest }) {
  const said = [];
  if (novelty !== null && novelty !== undefined) said.push(`Novelty ${novelty.toFixed(2)}; 1 is as new as another of your recordings.`);
  if (longest) said.push(`The longest stretch taken as it was lasts ${longest.toFixed(1)} s.`);
  if (copies) said.push(`${Math.round(100 * copies)} % of its seconds are as good as copies.`);
  return h("p", { class: "small faint" }, said.join(" "));
}
