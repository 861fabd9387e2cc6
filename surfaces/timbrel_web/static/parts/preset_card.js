// A preset among others: its knobs as bars, its seed, and what can be done with it.

import { h } from "../core/h.js";
import { doing } from "../core/say.js";
import { knobBars } from "./knob_bars.js";
import { when } from "./model_card.js";

// `deeds`: recall, rename, export, remove, each given the preset.
export function presetCard(preset, deeds) {
  const button = (name, words, says, kind = "quiet") => h("button", { class: kind, title: says, "aria-label": `${words} ${preset.name}`, onclick: doing(() => deeds[name](preset)) }, words);
  const seed = preset.seed === "dice" ? "another seed each time" : preset.seed === "damaged" ? "" : `always seed ${preset.seed}`;
  const card = h("article", { class: "card preset-card", role: "listitem", tabindex: -1, "aria-label": preset.name, "aria-keyshortcuts": "Enter Delete" },
    h("div", { class: "heading" }, h("h3", { title: preset.name }, preset.name), button("recall", "Recall", "Its model and knobs, in Play (Enter)", "")),
    h("p", { class: "small faint facts" }, [seed, preset.space && `space: ${preset.space}`, when(preset.made)].filter(Boolean).join(" · ")),
    knobBars(preset.values, { brief: true }),
    preset.notes.map((note) => h("p", { class: "small wrong" }, note)),
    h("div", { class: "row deeds" }, button("rename", "Rename", "Another name"), button("export", "Export", "A .json file to hand on"), button("remove", "Delete", "Into the trash; it can be taken back (Delete)")));
  return Object.assign(card, { preset });
}
