// The space a take stands in: any spatializer that is installed, with its knobs; one that has a direction
// and a distance, with a head to drag the sound about.

import { get } from "../core/api.js";
import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { wrong } from "../core/say.js";
import { bearing, fits } from "./bearing.js";
import { fold } from "./fold.js";
import { plain, slider } from "./slider.js";

const AS_IT_IS = { name: "", says: "As the model sounds, in one channel or two", controls: [], problem: null };

class Space extends Part {
  draw() {
    this.spaces = [AS_IT_IS];
    this.kept = {}; // where each space was left, by its name
    this.choice = h("div", { class: "row choice", role: "radiogroup", "aria-label": "Space" });
    this.says = h("p", { class: "faint small" });
    this.knobs = h("div", { class: "placing" });
    this.fold = fold("space", "Space", this.choice, this.says, this.knobs);
    this.append(this.fold.element);
    this.on(order, "changed", ({ detail }) => ("space" in detail || "where" in detail) && !this.writing && this.show());
    this.show();
    this.load();
  }

  async load() {
    try {
      this.spaces = [AS_IT_IS, ...(await get("/api/offers")).spatializers];
      this.show();
    } catch (error) {
      wrong(error);
    }
  }

  get space() {
    return this.spaces.find(({ name }) => name === order.space) ?? { ...AS_IT_IS, name: order.space };
  }

  show() {
    this.choice.replaceChildren(...this.spaces.map((one) => this.button(one)));
    this.says.textContent = this.space.says;
    this.draft();
    this.tell();
  }

  button({ name, says, problem }) {
    const id = `space-${name || "none"}`;
    const input = h("input", { type: "radio", name: "space", id, value: name, disabled: Boolean(problem), onchange: () => this.choose(name) });
    input.checked = name === order.space;
    return h("label", { class: "pick", title: problem ?? says, for: id }, input, name || "none");
  }

  choose(name) {
    this.kept[order.space] = order.where;
    const { controls } = this.spaces.find((one) => one.name === name);
    const rest = Object.fromEntries(controls.map((control) => [control.name, control.rest]));
    order.set({ space: name, where: { ...rest, ...this.kept[name] } });
    this.querySelector(`#space-${name || "none"}`)?.focus();
  }

  // The knobs of the space that is chosen, and its pad if it has a direction.
  draft() {
    const { controls } = this.space;
    const pad = fits(controls) ? bearing(controls, (values) => this.move(values)) : null;
    this.sliders = controls.map((control) => this.slide(control, pad ? "" : control.says));
    this.pad = pad;
    this.knobs.replaceChildren(...(pad ? [pad.element] : []), h("div", { class: "slides" }, this.sliders.map(({ element }) => element)));
    this.place();
  }

  slide(control, hint) {
    const { name } = control;
    return { name, ...slider(control, { id: `where-${name}`, label: name, hint, value: order.where[name] ?? control.rest, moved: (at) => this.move({ [name]: at }) }) };
  }

  move(values) {
    this.writing = true;
    order.set({ where: { ...order.where, ...values } });
    this.writing = false;
    this.place();
    this.tell();
  }

  place() {
    const stands = this.stands();
    for (const { name, show } of this.sliders) show(stands[name]);
    this.pad?.show(stands);
  }

  stands() {
    return Object.fromEntries(this.space.controls.map(({ name, rest }) => [name, order.where[name] ?? rest]));
  }

  tell() {
    const { controls } = this.space;
    const off = controls.filter(({ name, rest }) => Math.abs((order.where[name] ?? rest) - rest) > 1e-9);
    const places = off.map((control) => `${control.name} ${plain(control, order.where[control.name])}`);
    this.fold.tell(order.space ? [order.space, ...places].join(", ") : "none: as the model sounds");
  }
}

customElements.define("timbrel-space", Space);
