// A sentence for the person, at the foot of the page for a while; with a way back if there is one.

import { h } from "./h.js";

const STAYS = 6000; // ms; what can be undone stays longer

function stack() {
  return document.querySelector(".sayings") ??
    document.body.appendChild(h("div", { class: "sayings", role: "status", "aria-live": "polite" }));
}

export function say(text, { undo = null, wrong = false } = {}) {
  const close = () => saying.remove();
  const back = undo && h("button", { class: "quiet", onclick: () => { close(); undo(); } }, "Undo");
  const saying = h("div", { class: wrong ? "saying wrong" : "saying" }, h("p", {}, text), back,
    h("button", { class: "quiet", "aria-label": "Close this", onclick: close }, "×"));
  stack().append(saying);
  if (!wrong) setTimeout(close, undo ? 2 * STAYS : STAYS);
}

export function wrong(error) {
  say(error.message || String(error), { wrong: true });
}

// What a button does: it waits while it is done, and what goes wrong is said.
export function doing(work) {
  return async (event) => {
    const button = event?.currentTarget;
    if (button instanceof HTMLButtonElement) button.setAttribute("aria-busy", "true");
    try {
      return await work(event);
    } catch (error) {
      wrong(error);
    } finally {
      button?.removeAttribute?.("aria-busy");
    }
  };
}
