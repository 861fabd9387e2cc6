// What a model that is still learning sounds like, the newest first.

import { h } from "../core/h.js";
import "./player.js";

export function previews() {
  const newest = h("div", { class: "stack" });
  const rest = h("div", { class: "stack" });
  const earlier = h("details", { hidden: true }, h("summary", { class: "small" }, "Earlier"), rest);
  const element = h("div", { class: "stack previews", hidden: true }, h("h4", {}, "What it sounds like so far"), newest, earlier);
  let shown = 0;
  // `paths` only grows; a player that plays is never drawn anew.
  const show = (paths, links) => {
    const there = paths.filter((path) => links[path]);
    if (there.length === shown) return;
    for (const path of there.slice(shown)) {
      rest.prepend(...newest.childNodes);
      newest.replaceChildren(player(path, links[path], there.indexOf(path) + 1));
    }
    shown = there.length;
    earlier.hidden = shown < 2;
    element.hidden = !shown;
  };
  return { element, show };
}

function player(path, url, number) {
  const one = h("timbrel-player", { compact: true });
  one.take = { path, url, name: `preview ${number}`, seconds: 6 };
  return h("div", { class: "preview" }, h("span", { class: "faint small digits" }, `${number}`), one);
}
