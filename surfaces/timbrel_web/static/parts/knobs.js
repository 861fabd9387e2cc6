// The knobs of the model that is loaded, grouped by meaning, in step with the session.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { say } from "../core/say.js";
import { session } from "../core/session.js";
import { grouped } from "./groups.js";
import { Knob, title } from "./knob.js";

class Knobs extends Part {
  #drawn = null;

  draw() {
    this.room = this.closest("timbrel-live") ? "live-" : ""; // ids are one of a kind in the whole page
    this.groups = h("div", { class: "groups" });
    this.whisper = h("p", { class: "whisper small", "aria-live": "polite" });
    const reset = h("button", { id: `${this.room}reset`, title: "Every knob back to where it rests", onclick: () => this.reset() }, "Reset all");
    const surprise = h("button", { id: `${this.room}surprise`, title: "Every knob somewhere within its safe stretch", onclick: () => this.surprise() }, "Surprise");
    this.append(this.groups, h("div", { class: "row below" }, this.whisper, reset, surprise));
    this.on(session, "session", () => this.fill());
    this.on(session, "moved", ({ detail }) => this.moved(detail));
    for (const event of ["pointerover", "focusin"]) this.addEventListener(event, ({ target }) => this.tell(target.closest("timbrel-knob")));
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.tell(null));
    this.#drawn = null;
    this.fill();
  }

  // The knobs are drawn anew only where they are others: a blend moves one into another.
  fill() {
    const drawn = JSON.stringify(session.controls);
    if (drawn !== this.#drawn) this.groups.replaceChildren(...grouped(session.controls).map(([name, controls]) => this.group(name, controls)));
    this.#drawn = drawn;
    this.moved(session.values);
  }

  group(name, controls) {
    const knobs = h("div", { class: "knobs" }, controls.map((control) => this.knob(control)));
    return h("section", { class: "group", "aria-label": name, style: `--count: ${controls.length}` }, h("h3", {}, name), knobs);
  }

  knob(control) {
    const knob = Object.assign(new Knob(), { control, id: `${this.room}knob-${control.name}` });
    knob.value = session.values[control.name];
    knob.addEventListener("turned", ({ detail }) => {
      if (detail !== session.values[control.name]) session.move({ [control.name]: detail });
    });
    return knob;
  }

  get all() {
    return [...this.groups.querySelectorAll("timbrel-knob")];
  }

  moved(values) {
    for (const knob of this.all) {
      if (knob.control.name in values && knob.value !== values[knob.control.name]) knob.value = values[knob.control.name];
    }
    this.tell(this.querySelector("timbrel-knob:hover, timbrel-knob:focus-within"));
  }

  // A line that is always there: of the knob in hand, or else of what there is to know.
  tell(knob) {
    const strays = this.all.filter((one) => one.outside).map((one) => title(one.control.name));
    const far = strays.length ? `${strays.join(", ")}: outside the safe range. It may sound unlike your recordings.` : "";
    const still = this.all.filter((one) => one.control.inert).map((one) => one.says()).join(" ");
    this.whisper.textContent = knob ? knob.says() + (knob.outside ? " It is outside now." : "") : far || still;
    this.whisper.classList.toggle("warning", Boolean(knob ? knob.outside : far));
  }

  reset() {
    this.jump(Object.fromEntries(session.controls.filter(({ name }) => !name.startsWith("share_")).map(({ name, rest }) => [name, rest])), "All knobs are back at rest.");
  }

  surprise() {
    const free = this.all.filter(({ control }) => !control.inert);
    const measured = free.filter(({ control }) => control.safe);
    const moves = (measured.length ? measured : free).map(({ control, fine }) => {
      const [low, high] = control.safe ?? [control.low, control.high];
      return [control.name, Number((Math.ceil(low / fine) * fine + Math.floor((Math.random() * (high - low)) / fine) * fine).toFixed(6))];
    });
    this.jump(Object.fromEntries(moves), "The knobs stand somewhere else now.");
  }

  jump(values, words) {
    const before = { ...session.values };
    session.move(values);
    say(words, { undo: () => session.move(Object.fromEntries(Object.entries(before).filter(([name]) => session.control(name)))) });
  }
}

customElements.define("timbrel-knobs", Knobs);
