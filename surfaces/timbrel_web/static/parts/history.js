// The takes: found, sorted, heard, marked, and put away.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { over, session } from "../core/session.js";
import { chosen } from "./ab.js";
import { pair } from "./pair.js";
import { putAway } from "./putaway.js";
import { takeCard, tell } from "./take_card.js";
import { TakeSheet } from "./take_sheet.js";
import { chosenBy, reach, walk } from "./walk.js";

const PAGE = 48;
const MOST = 480; // cards that news draws again
const PAUSE = 180; // ms of quiet before a search is asked
const SORTS = { made: ["Newest", "Oldest"], seconds: ["Longest", "Shortest"], loudness: ["Loudest", "Softest"], novelty: ["Most novel", "Least novel"], name: ["Name, A to Z", "Name, Z to A"] };

class Takes extends Part {
  #asked = 0;
  #timer = 0;
  #count = 0;

  draw() {
    const soon = () => this.soon();
    this.search = h("input", { id: "takes-search", type: "search", maxlength: 200, placeholder: "Names, notes, knobs, recordings", "aria-label": "Search the takes", title: "brightness=0.4 finds that setting", oninput: soon });
    this.model = h("select", { id: "takes-model", "aria-label": "Model", onchange: soon });
    this.format = h("select", { id: "takes-format", "aria-label": "Format", onchange: soon });
    this.sort = h("select", { id: "takes-sort", "aria-label": "Order", onchange: soon }, Object.entries(SORTS).map(([by, words]) => words.map((word, back) => h("option", { value: `${by} ${back}` }, word))));
    this.starred = h("button", { id: "takes-starred", "aria-pressed": "false", title: "Only those with a star", onclick: () => { this.starred.setAttribute("aria-pressed", String(this.starred.ariaPressed !== "true")); soon(); } }, "With a star");
    this.count = h("p", { class: "small faint", role: "status", id: "takes-count" });
    this.cards = h("div", { class: "cards", role: "list", "aria-label": "Takes" });
    this.more = h("button", { id: "takes-more", hidden: true, onclick: doing(() => this.fill(true)) }, "Show more");
    this.sheet = Object.assign(new TakeSheet(), { shelf: this });
    this.append(h("div", { class: "row filters" }, this.search, this.model, this.format, this.sort, this.starred), h("timbrel-ab"), this.count,
      h("div", { class: "shelf-split" }, h("div", { class: "stack" }, this.cards, this.more), this.sheet));
    this.listen();
  }

  listen() {
    walk(this.cards, { Enter: (card) => this.play(card), " ": (card) => this.play(card), s: (card) => this.star(card), S: (card) => this.star(card),
      c: (card) => this.compare(card), Delete: (card) => this.remove(card), Backspace: (card) => this.remove(card) });
    chosenBy(this.cards, (card) => this.choose(card));
    // News of a take may come before it is in the history; its job ends after.
    this.on(session, "take", () => this.soon());
    this.on(session, "job", ({ detail }) => over(detail) && this.soon());
    this.on(pair, "changed", () => this.pairs());
    this.end = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && !this.more.hidden && this.more.click());
    this.end.observe(this.more);
  }

  gone() {
    this.end?.disconnect();
    clearTimeout(this.#timer);
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.checkVisibility() && this.fill(), PAUSE);
  }

  args() {
    const [sort, back] = this.sort.value.split(" ");
    return { search: this.search.value, model: this.model.value || null, format: this.format.value || null, starred: this.starred.ariaPressed === "true", sort, reverse: back === "1", pictures: true };
  }

  // All that is shown anew, as many as there were; or those that come after them.
  fill(more = false) {
    return doing(() => this.filled(more))();
  }

  async filled(more) {
    const asked = ++this.#asked;
    const shown = this.cards.children.length;
    const way = more ? { limit: PAGE, skip: shown } : { limit: Math.min(MOST, Math.max(PAGE, shown)), counts: true };
    const answer = await act("history_list", { ...this.args(), ...way });
    if (asked !== this.#asked) return;
    const items = answer.items.map((item) => ({ ...item, url: answer.links?.[item.path] }));
    if (!more) this.kinds(answer);
    this.show(items, more);
  }

  kinds({ count, models, formats }) {
    this.#count = count;
    choices(this.model, "Every model", models);
    choices(this.format, "Every format", formats, (name) => name.toUpperCase());
    const all = count === 1 ? "One take" : `${count} takes`;
    this.count.textContent = count ? `${all}. Arrows move, Enter plays, S stars, C compares, Delete puts away.` : this.none();
  }

  none() {
    const { search, model, format, starred } = this.args();
    if (search || model || format || starred) return "Nothing is like that. Try fewer words, or other filters.";
    return "Nothing was made yet. Press Make in Play: every take comes here by itself.";
  }

  // Cards stay the elements they are, so that nothing flickers and no focus is lost.
  show(items, more) {
    const old = new Map([...this.cards.children].map((card) => [card.item.id, card]));
    const deeds = { play: (card) => this.play(card), star: (card) => this.star(card), compare: (card) => this.compare(card) };
    const fresh = items.filter(({ id }) => !more || !old.has(id)).map((item) => (old.has(item.id) ? tell(old.get(item.id), item) : takeCard(item, deeds)));
    const focused = document.activeElement;
    if (more) this.cards.append(...fresh);
    else this.cards.replaceChildren(...fresh);
    if (this.cards.contains(focused)) focused.focus({ preventScroll: true });
    if (!this.cards.querySelector('.card[tabindex="0"]')) reach(this.cards, this.cards.firstElementChild);
    this.more.hidden = this.cards.children.length >= this.#count;
    const chosen = [...this.cards.children].find(({ item }) => item.id === this.sheet.item?.id);
    this.choose(chosen ?? this.cards.firstElementChild);
    this.pairs();
  }

  choose(card) {
    for (const each of this.cards.querySelectorAll('[aria-current="true"]')) if (each !== card) each.removeAttribute("aria-current");
    card?.setAttribute("aria-current", "true");
    this.sheet.show(card?.item ?? null);
  }

  play(card) {
    card.focus({ preventScroll: true });
    this.choose(card);
    this.sheet.toggle();
  }

  star(card) {
    return doing(async () => this.told({ ...card.item, star: (await act("history_star", { take: String(card.item.id), off: card.item.star })).star }))();
  }

  compare(card) {
    const { path } = card.item;
    const { a, b } = pair;
    if (a?.path === path) chosen(b, null);
    else if (b?.path === path) chosen(a, null);
    else chosen(a ?? card.item, a ? card.item : null);
  }

  pairs() {
    for (const card of this.cards.children) card.querySelector("input").checked = [pair.a, pair.b].some((take) => take?.path === card.item.path);
  }

  remove(card) {
    const next = card.nextElementSibling ?? card.previousElementSibling;
    return doing(() => putAway("history_delete", { take: String(card.item.id) }, card.item.name, () => this.filled(false).then(() => next?.isConnected && next.focus())))();
  }

  // A take has changed: its card and its sheet say so.
  told(item) {
    const card = [...this.cards.children].find((each) => each.item.id === item.id);
    if (card) tell(card, item);
    if (this.sheet.item?.id === item.id) this.sheet.show(item);
  }

  card(item) {
    return [...this.cards.children].find((each) => each.item.id === item.id);
  }
}

function choices(select, all, names, words = (name) => name) {
  const kept = select.value;
  select.replaceChildren(h("option", { value: "" }, all), ...names.map((name) => h("option", { value: name }, words(name))));
  select.value = names.includes(kept) ? kept : "";
}

customElements.define("timbrel-takes", Takes);
