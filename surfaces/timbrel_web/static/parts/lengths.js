// How long a training is to be: in a word, each with its estimate, or in minutes.

import { h } from "../core/h.js";
import { estimates } from "./estimates.js";
import { lasting } from "./lasting.js";
import { lesson } from "./lesson.js";

const WORDS = {
  quick: ["Quick", "A first impression"],
  balanced: ["Balanced", "Good for most"],
  thorough: ["Thorough", "As good as it gets"],
  minutes: ["Minutes", "As many as you say"],
};

export function lengths() {
  const ways = Object.entries(WORDS).map(([name, [word, says]]) => way(name, word, says));
  const minutes = h("input", { type: "number", id: "minutes", min: 0.1, max: 1440, step: "any", value: lesson.minutes, "aria-label": "Minutes",
    oninput: () => minutes.valueAsNumber > 0 && lesson.set({ minutes: minutes.valueAsNumber, length: "minutes" }) });
  const budget = h("label", { class: "row budget" }, "It may take", minutes, "minutes");
  const note = h("p", { class: "faint small note", id: "estimate", role: "status" });
  const show = () => {
    for (const one of ways) one.show();
    budget.hidden = lesson.length !== "minutes";
    const seconds = estimates.seconds[lesson.length];
    note.textContent = lesson.length === "minutes" ? "Then its knobs are measured, which takes a little longer." : seconds ? `About ${lasting(seconds)} on this computer, its knobs measured too.` : estimates.says;
  };
  lesson.addEventListener("changed", show);
  estimates.addEventListener("changed", show);
  show();
  return { element: h("fieldset", { class: "lengths" }, h("legend", {}, "How long"), h("div", { class: "ways" }, ways.map((one) => one.element)), budget, note) };
}

function way(name, word, says) {
  const input = h("input", { type: "radio", name: "length", id: `length-${name}`, value: name, onchange: () => lesson.set({ length: name }) });
  const time = h("span", { class: "digits small faint" });
  const show = () => {
    input.checked = lesson.length === name;
    const seconds = estimates.seconds[name];
    time.textContent = name === "minutes" ? "" : seconds ? `about ${lasting(seconds)}` : "…";
  };
  return { show, element: h("label", { class: "way", title: says }, input, h("span", { class: "word" }, word), h("span", { class: "small faint" }, says), time) };
}
