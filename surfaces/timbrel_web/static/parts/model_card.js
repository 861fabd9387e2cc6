// A model among others: what it was made of, when, how much, and under which words it is found.

import { h } from "../core/h.js";
import { bytes, clock } from "../core/words.js";
import { session } from "../core/session.js";

export function modelCard(model, { load }) {
  const loaded = session.model === model.name;
  const play = h("button", { class: loaded ? "" : "main", tabindex: -1, title: "Load it, and go to Play (Enter)", onclick: () => load(model) }, loaded ? "In Play" : "Play");
  const card = h("article", { class: "card model-card", role: "listitem", tabindex: -1, "aria-label": `${model.name}, ${model.family}`, "aria-keyshortcuts": "Enter Delete" },
    h("div", { class: "heading" }, h("h3", { title: model.name }, model.name), play),
    h("p", { class: "small digits facts" }, `${model.sounds === 1 ? "1 recording" : `${model.sounds} recordings`} · ${clock(model.seconds)}`),
    h("p", { class: "small faint facts" }, [when(model.made), model.family, bytes(model.bytes)].join(" · ")),
    model.dataset ? h("p", { class: "small faint facts", title: model.dataset }, `from ${model.dataset}`) : "",
    model.tags.length ? h("p", { class: "chips" }, model.tags.map((tag) => h("span", { class: "chip small" }, tag))) : "",
    model.notes ? h("p", { class: "small note", title: model.notes }, model.notes) : "");
  return Object.assign(card, { model });
}

export const when = (made) => (made ? new Date(made).toLocaleDateString([], { dateStyle: "medium" }) : "on an unknown day");
