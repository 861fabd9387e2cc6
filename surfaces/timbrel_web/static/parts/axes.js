// The latent axes: the directions in which a model's sounds differ most, without names.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { session } from "../core/session.js";
import { fold } from "./fold.js";
import { plain, slider } from "./slider.js";

const AXIS = /^axis_(\d+)$/;

class Axes extends Part {
  draw() {
    this.rows = h("div", { class: "slides" });
    this.reset = h("button", { id: "axes-reset", class: "quiet", title: "All axes back to the middle of your sounds", onclick: () => this.rest() }, "All to rest");
    this.fold = fold("axes", "Axes", h("p", { class: "faint small" }, "The directions in which your sounds differ most. They have no names, since none would be true: listen."), this.rows, h("div", { class: "row" }, this.reset));
    this.append(this.fold.element);
    this.on(session, "session", () => this.load());
    this.on(session, "moved", ({ detail }) => this.show(detail));
    this.load();
  }

  load() {
    this.axes = session.controls.filter(({ name }) => AXIS.test(name));
    this.sliders = new Map(this.axes.map((control) => [control.name, this.slide(control)]));
    const none = h("p", { class: "faint" }, session.model ? "This model has no such axes." : "Load a model to see its axes.");
    this.rows.replaceChildren(...(this.axes.length ? [...this.sliders.values()].map(({ element }) => element) : [none]));
    this.tell();
  }

  slide(control) {
    const hint = control.says.split("in them it ")[1] ?? control.says;
    return slider(control, { id: control.name, label: `Axis ${AXIS.exec(control.name)[1]}`, hint, value: session.values[control.name], moved: (at) => session.move({ [control.name]: at }) });
  }

  show(moved) {
    for (const [name, value] of Object.entries(moved)) this.sliders.get(name)?.show(value);
    if (Object.keys(moved).some((name) => AXIS.test(name))) this.tell();
  }

  rest() {
    session.move(Object.fromEntries(this.axes.map(({ name, rest }) => [name, rest])));
  }

  tell() {
    const off = this.axes.filter(({ name, rest }) => Math.abs(session.values[name] - rest) > 1e-9);
    this.reset.disabled = !off.length;
    this.reset.hidden = !this.axes.length;
    const places = off.map((control) => `${control.name.replace("_", " ")} at ${plain(control, session.values[control.name])}`);
    this.fold.tell(!this.axes.length ? "none in this model" : places.join(", ") || "all at rest");
  }
}

customElements.define("timbrel-axes", Axes);
