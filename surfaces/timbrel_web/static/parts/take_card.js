// A take among others: its outline, what it is, and the marks on it.

import { h } from "../core/h.js";
import { clock, day } from "../core/words.js";
import { icon } from "./icon.js";
import { thumbnail } from "./thumbnail.js";

// `deeds`: play, star, compare, each given the card. The card's `item` is as history_list tells it.
export function takeCard(item, deeds) {
  const deed = (name) => () => deeds[name](card);
  const star = h("button", { class: "quiet star", tabindex: -1, "aria-label": "Star", title: "Star (S)", onclick: deed("star") }, icon("star"));
  const seen = h("button", { class: "seen", tabindex: -1, onclick: deed("play") });
  const box = h("input", { type: "checkbox", tabindex: -1, onchange: deed("compare") });
  const card = h("article", { class: "card take-card", role: "listitem", tabindex: -1, "aria-keyshortcuts": "Enter S C Delete" },
    h("div", { class: "heading" }, h("h3", {}), star), seen, h("p", { class: "small digits facts" }), h("p", { class: "small faint facts" }), h("p", { class: "small faint facts" }),
    h("p", { class: "small note" }), h("label", { class: "small compare", title: "Choose two to hear them one against the other (C)" }, box, "Compare"));
  return tell(card, item);
}

// The same card with news of its take.
export function tell(card, item) {
  const drawn = card.item?.id === item.id && card.item.name === item.name;
  card.item = item;
  const [name, figures, measured, about, note] = card.querySelectorAll("h3, .facts, .note");
  name.textContent = name.title = item.name;
  figures.textContent = figures.title = [item.model, `seed ${item.seed}`, clock(item.seconds)].join(" · ");
  measured.textContent = measured.title = [loudness(item), novelty(item)].filter(Boolean).join(" · ") || "not measured";
  about.textContent = `${item.format.toUpperCase()} · ${moment(item.made)}`;
  about.title = day(item.made);
  note.textContent = note.title = state(item) || item.note;
  note.classList.toggle("wrong", Boolean(state(item)));
  card.classList.toggle("missing", item.missing);
  card.querySelector(".star").setAttribute("aria-pressed", String(item.star));
  card.setAttribute("aria-label", `${item.name}, ${clock(item.seconds)}${item.star ? ", with a star" : ""}${item.missing ? ", its file is missing" : ""}`);
  if (!drawn) draw(card, item);
  return card;
}

function draw(card, item) {
  const seen = card.querySelector(".seen");
  seen.replaceChildren(thumbnail(item.picture), h("span", { class: "round" }, icon("play")));
  seen.setAttribute("aria-label", `Play ${item.name}`);
  seen.title = "Play (Enter)";
}

const moment = (made) => new Date(made).toLocaleString([], { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
export const loudness = ({ loudness: level }) => (level === null ? "" : `${level.toFixed(1).replace("-", "−")} LUFS`);
export const novelty = ({ novelty: figure }) => (figure === null ? "" : `novelty ${figure.toFixed(2)}`);

// What is wrong with its file, in words.
export function state({ damaged, over, missing }) {
  if (damaged) return "Its entry is damaged; “library repair” under Everything mends it.";
  if (over) return `Its file was written over by take ${over}.`;
  return missing ? "Its file is not where it was. It can be made again." : "";
}
