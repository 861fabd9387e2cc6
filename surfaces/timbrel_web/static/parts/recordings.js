// Every recording of a dataset as a card: its wave, to be heard by a click.

import { h } from "../core/h.js";
import { doing } from "../core/say.js";
import { icon } from "./icon.js";
import { lasting } from "./lasting.js";
import { listening } from "./listening.js";

const MANY = 120; // cards drawn at first

// `out` takes one of them out of the dataset; `leave` has to be called in the end.
export function recordings(shown, { out }) {
  const twins = doubles(shown);
  const cards = Object.entries(shown.recordings).map(([name, facts]) => card(name, facts, shown, twins.get(name), out));
  const grid = h("div", { class: "recordings", id: "recordings" }, cards.slice(0, MANY).map((one) => one.element));
  const more = cards.length > MANY && h("button", { onclick: () => { grid.append(...cards.slice(MANY).map((one) => one.element)); more.remove(); } }, `Show all ${cards.length}`);
  const heard = () => cards.forEach((one) => one.show());
  listening.addEventListener("heard", heard);
  return { element: h("div", { class: "stack" }, grid, more), leave: () => listening.removeEventListener("heard", heard) };
}

function card(name, facts, shown, twin, out) {
  const link = shown.links?.[facts.path];
  const picture = shown.links?.[shown.thumbnails[name]];
  const play = h("button", { class: "hear", "aria-label": `Listen to ${name}`, title: link ? "Listen" : "It lies outside the folders that the page may open", onclick: () => listening.toggle(link, name) });
  const wave = h("span", { class: "wave", style: picture ? `--picture: url("${picture}")` : "" });
  const remove = h("button", { class: "quiet remove", "aria-label": `Take ${name} out`, title: "Take it out of the dataset; the file stays", onclick: doing(() => out(name)) }, "×");
  const element = h("figure", { class: "recording", "data-name": name }, h("div", { class: "seen" }, play, wave),
    h("figcaption", {}, h("span", { class: "name", title: name }, name), h("span", { class: "faint small digits" }, lasting(facts.seconds)), remove),
    twin && h("p", { class: "small warning" }, twin));
  let state = null;
  const show = () => {
    const heard = Boolean(link) && listening.link === link;
    wave.style.setProperty("--heard", heard ? `${100 * listening.part}%` : "0%");
    if (heard === state) return;
    state = heard;
    play.replaceChildren(icon(heard ? "stop" : "play"));
    element.classList.toggle("heard", heard);
  };
  show();
  return { element, show };
}

// Which recordings sound as another does.
function doubles({ near_duplicates }) {
  const found = new Map();
  for (const [first, second] of near_duplicates) {
    found.set(second, `like ${first}`);
    if (!found.has(first)) found.set(first, `like ${second}`);
  }
  return found;
}
