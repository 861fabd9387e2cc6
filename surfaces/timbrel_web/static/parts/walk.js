// Arrow keys go from card to card as they stand on the screen; other keys do something with one.

import { typing } from "./typing.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FORMS = "input, textarea, select, button, a, summary";

// `deeds` by key; one card of the grid can be reached by the tab key, the others from there.
export function walk(grid, deeds) {
  grid.addEventListener("focusin", ({ target }) => reach(grid, target.closest(".card")));
  grid.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (!card || typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ARROWS) step(grid, card, ARROWS[event.key]);
    else if (!(event.key in deeds) || (event.target !== card && event.target.matches(FORMS) && /^(Enter| )$/.test(event.key))) return;
    else deeds[event.key](card);
    event.preventDefault();
  });
}

// A card is chosen when the keys come to it, or when it was clicked: not as the button goes down,
// for what is chosen may move the page under the hand.
export function chosenBy(grid, choose) {
  grid.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && target.closest(".card") && choose(target.closest(".card")));
  grid.addEventListener("click", ({ target }) => {
    const card = target.closest(".card");
    if (!card) return;
    if (!target.closest("button, label")) card.focus({ preventScroll: true });
    choose(card);
  });
}

export function reach(grid, card) {
  if (!card) return;
  for (const each of grid.querySelectorAll('.card[tabindex="0"]')) each.tabIndex = -1;
  card.tabIndex = 0;
}

function step(grid, card, [across, down]) {
  const cards = [...grid.querySelectorAll(".card")];
  const next = across ? cards[cards.indexOf(card) + across] : nearest(cards, card, down);
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// In the next row up or down, the card that is most nearly below or above.
function nearest(cards, card, down) {
  const beyond = cards.filter((each) => (each.offsetTop - card.offsetTop) * down > 0);
  const rows = beyond.map((each) => each.offsetTop);
  const row = down > 0 ? Math.min(...rows) : Math.max(...rows);
  const away = (each) => Math.abs(each.offsetLeft - card.offsetLeft);
  return beyond.filter((each) => each.offsetTop === row).sort((one, other) => away(one) - away(other))[0];
}
