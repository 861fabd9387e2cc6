// A against B: two takes at one loudness and at the same moment, changed by one key; blind if wished.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { clock } from "../core/words.js";
import { AbSound } from "./ab_sound.js";
import { apart } from "./apart.js";
import { icon } from "./icon.js";
import { pair } from "./pair.js";
import { thumbnail } from "./thumbnail.js";
import { typing } from "./typing.js";

class Ab extends Part {
  sound = new AbSound();
  #asked = "";
  #turned = false; // whether the second stands first
  #blind = false;
  #told = null; // what history_compare told

  draw() {
    this.says = h("p", { class: "faint", role: "status" });
    this.sides = [0, 1].map((place) => this.side(place));
    this.button = h("button", { id: "ab-play", class: "round main", onclick: () => this.toggle() });
    this.switch = h("button", { id: "ab-switch", class: "main", title: "The other one, at the same moment (X)", onclick: () => this.change() }, "Switch  ", h("kbd", {}, "X"));
    this.loop = this.check("ab-loop", "Loop", "Round and round", true, (wish) => this.sound.loops(wish));
    this.blind = this.check("ab-blind", "Blind", "Names and pictures hidden, in an order by chance, until you reveal them", false, (wish) => this.hide(wish));
    this.time = h("span", { class: "digits small faint" });
    const swap = h("button", { id: "ab-swap", title: "A becomes B", onclick: () => this.swap() }, "Swap");
    this.reveal = h("button", { id: "ab-reveal", onclick: () => (this.blind.querySelector("input").click()) }, "Reveal");
    const end = h("button", { id: "ab-end", class: "quiet", title: "Choose others", onclick: () => chosen(null, null) }, "Close");
    this.bar = h("div", { class: "row" }, this.button, this.switch, this.time, h("span", { class: "grow" }), this.loop, this.blind, this.reveal, swap, end);
    this.apart = h("div", { class: "differences" });
    this.body = h("div", { class: "stack" }, h("div", { class: "ab-sides" }, this.sides), this.bar, this.apart);
    this.classList.add("sheet", "stack");
    this.append(h("h2", {}, "A against B"), this.says, this.body);
    this.listen();
    this.follow();
  }

  side(place) {
    const line = h("i", { class: "line" });
    const seen = h("div", { class: "seen", onpointerdown: (event) => this.seek(event) }, line);
    const name = h("b", {});
    const choose = h("button", { id: `ab-${"ab"[place]}`, class: "ab-name", onclick: () => this.hear(place) }, h("span", { class: "letter" }, "AB"[place]), name);
    const heard = h("span", { class: "sounding small" }, "heard now");
    return Object.assign(h("div", { class: "ab-side" }, h("div", { class: "row" }, choose, heard), seen, h("p", { class: "small faint digits" })), { line, seen, name, choose });
  }

  check(id, words, says, checked, then) {
    return h("label", { class: "row small", title: says }, h("input", { id, type: "checkbox", checked, onchange: ({ target }) => then(target.checked) }), words);
  }

  listen() {
    this.on(pair, "changed", () => this.follow());
    this.on(this.sound, "changed", () => this.state());
    this.on(document, "keydown", (event) => this.key(event));
    const alone = ({ target }) => target instanceof HTMLMediaElement && this.sound.pause();
    document.addEventListener("play", alone, true);
    this.quiet = () => document.removeEventListener("play", alone, true);
  }

  gone() {
    this.quiet();
    this.sound.close();
    this.#asked = "";
  }

  key(event) {
    const plainly = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event));
    if (!plainly || event.key.toLowerCase() !== "x" || this.body.hidden || !this.checkVisibility()) return;
    event.preventDefault();
    this.change();
  }

  // As many are chosen as are: none, one, or the two that are to be heard.
  follow() {
    const { a, b } = pair;
    this.hidden = !a;
    this.body.hidden = true;
    this.says.hidden = false;
    this.says.textContent = a && !b ? `${a.name} is A. Choose another take to hear it against.` : "";
    if (!(a && b)) return this.sound.pause();
    const asked = `${a.path}\n${b.path}`;
    if (asked === this.#asked && this.#told) return this.ready();
    this.#asked = asked;
    return doing(() => this.open(asked, a, b))();
  }

  async open(asked, a, b) {
    this.says.textContent = "Bringing both to one loudness …";
    this.#told = null;
    try {
      const told = await act("history_compare", { a: String(a.id ?? a.path), b: String(b.id ?? b.path) });
      await this.sound.open(told.pair.map(({ path }) => told.links[path]), told.pair.map(({ seconds }) => seconds));
      if (asked !== this.#asked) return;
      this.#told = { ...told, takes: [a, b] };
      this.#turned = this.#blind && Math.random() < 0.5;
      this.sound.heard = this.#turned ? 1 : 0;
      this.ready();
    } catch (error) {
      this.says.textContent = error.message;
      throw error;
    }
  }

  ready() {
    this.says.hidden = true;
    this.body.hidden = false;
    this.tell();
    this.state();
  }

  // The take that stands at a place, 0 or 1.
  #number(place) {
    return this.#turned ? 1 - place : place;
  }

  tell() {
    this.sides.forEach((side, place) => {
      const number = this.#number(place);
      const [take, one] = [this.#told.takes[number], this.#told.pair[number]];
      side.name.textContent = this.#blind ? "" : one.name;
      side.choose.title = this.#blind ? "Hear this one" : one.name;
      side.querySelector("p").textContent = this.#blind ? "?" : level(one);
      side.seen.replaceChildren(this.#blind ? "" : thumbnail(take.picture), side.line);
    });
    this.reveal.hidden = !this.#blind;
    this.apart.replaceChildren(this.#blind ? h("p", { class: "small faint" }, "Listen, make up your mind, then reveal which is which.") : apart(this.#told.apart, this.#turned));
  }

  state() {
    const { playing, heard, seconds } = this.sound;
    this.button.replaceChildren(icon(playing ? "pause" : "play"));
    for (const name of ["ariaLabel", "title"]) this.button[name] = playing ? "Pause both" : "Play both";
    this.sides.forEach((side, place) => {
      const now = this.#number(place) === heard;
      side.classList.toggle("heard", now);
      side.choose.setAttribute("aria-pressed", String(now));
    });
    this.dataset.heard = this.#number(0) === heard ? "A" : "B";
    const part = seconds ? this.sound.position / seconds : 0;
    for (const { line } of this.sides) line.style.left = `${100 * part}%`;
    this.time.textContent = `${clock(this.sound.position)} / ${clock(seconds)}`;
    if (playing && this.isConnected) requestAnimationFrame(() => this.sound.playing && this.state());
  }

  toggle() {
    if (this.sound.playing) return this.sound.pause();
    for (const audio of document.querySelectorAll("audio")) audio.pause();
    this.sound.play();
  }

  hear(place) {
    this.sound.hear(this.#number(place));
  }

  change() {
    this.sound.hear(1 - this.sound.heard);
  }

  swap() {
    this.#turned = !this.#turned;
    this.tell();
    this.state();
  }

  hide(wish) {
    this.#blind = wish;
    if (wish) this.#turned = Math.random() < 0.5;
    this.tell();
    this.state();
  }

  seek({ clientX, currentTarget }) {
    const { left, width } = currentTarget.getBoundingClientRect();
    this.sound.seek(((clientX - left) / width) * this.sound.seconds);
  }

  end() {
    this.sound.pause();
    this.#asked = "";
    chosen(null, null);
  }
}

// Choose these two, or one, or none.
export function chosen(a, b) {
  Object.assign(pair, { a, b });
  pair.dispatchEvent(new CustomEvent("changed"));
}

const level = ({ loudness, gain, seconds }) => [clock(seconds), loudness === null ? "silent" : `${loudness.toFixed(1).replace("-", "−")} LUFS`, gain < 0 ? `played ${(-gain).toFixed(1)} dB softer` : ""].filter(Boolean).join(" · ");

customElements.define("timbrel-ab", Ab);
