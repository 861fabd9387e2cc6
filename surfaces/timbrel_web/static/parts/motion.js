// Knobs that move by themselves while the take goes on: a lane for each.

import { h } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { say } from "../core/say.js";
import { session } from "../core/session.js";
import { neat } from "./curve.js";
import { fold } from "./fold.js";
import { title } from "./knob.js";
import { Lane } from "./lane.js";
import * as waves from "./wave.js";

class Motion extends Part {
  draw() {
    this.lanes = new Map();
    this.knob = h("select", { id: "motion-knob", "aria-label": "Knob that is to move" });
    this.add = h("button", { id: "motion-add", onclick: () => this.begin(this.knob.value) }, "Move this knob");
    this.stack = h("div", { class: "lanes" });
    this.none = h("p", { class: "faint small" }, "A knob may go its own way through the take: draw a curve, or let it swing as a wave.");
    this.fit = h("button", { id: "motion-fit", class: "quiet", title: "Stretch all curves to the length of the take", onclick: () => this.stretch() }, "Fit to the take");
    this.fold = fold("motion", "Over time", this.none, h("div", { class: "row" }, this.knob, this.add, h("span", { class: "grow" }), this.fit), this.stack);
    this.append(this.fold.element);
    this.on(order, "changed", ({ detail }) => this.heard(detail));
    this.on(session, "session", () => this.load());
    this.on(session, "moved", ({ detail }) => this.moved(detail));
    this.load();
  }

  // What the loaded model has no knob for cannot move; the person is told.
  load() {
    const moving = new Set([...Object.keys(order.motions), ...Object.keys(order.swings)]);
    const lost = session.controls.length ? [...moving].filter((name) => !session.control(name)) : [];
    if (lost.length) {
      order.set({ motions: without(order.motions, lost), swings: without(order.swings, lost) });
      say(`${lost.map(title).join(" and ")} no longer moves: ${session.model} has no such knob.`);
    }
    for (const lane of this.lanes.values()) lane.gone();
    this.lanes.clear();
    this.sync();
  }

  heard(changes) {
    if (this.writing) return;
    if ("motions" in changes || "swings" in changes) this.sync();
    else if ("duration" in changes || "loop" in changes) for (const lane of this.lanes.values()) lane.draw();
    this.tell();
  }

  // A lane for each knob that moves, as the order has it.
  sync() {
    const names = [...new Set([...Object.keys(order.motions), ...Object.keys(order.swings)])].filter((name) => session.control(name));
    for (const [name, lane] of this.lanes) if (!names.includes(name)) this.drop(name, lane);
    for (const name of names) if (!this.lanes.has(name)) this.lanes.set(name, this.lane(name));
    const stands = names.map((name) => this.lanes.get(name).element);
    if (stands.some((element, number) => this.stack.children[number] !== element) || this.stack.children.length !== stands.length) this.stack.replaceChildren(...stands);
    for (const name of names) this.lanes.get(name).show(order.motions[name], order.swings[name]);
    this.offer();
    this.tell();
  }

  drop(name, lane) {
    lane.gone();
    this.lanes.delete(name);
  }

  lane(name) {
    return new Lane(session.control(name), (curve, wave) => this.write(name, curve, wave), () => this.write(name, null, null));
  }

  begin(name) {
    const control = session.control(name);
    if (!control) return;
    const value = neat(session.values[name]);
    this.write(name, `0:${value},${order.duration}:${value}`, null);
    this.lanes.get(name).points.choose(0);
  }

  write(name, curve, wave) {
    this.writing = true;
    order.set({ motions: put(order.motions, name, curve), swings: put(order.swings, name, wave) });
    this.writing = false;
    if (this.lanes.has(name) !== Boolean(curve || wave)) this.sync();
    this.tell();
  }

  stretch() {
    for (const lane of this.lanes.values()) lane.stretch(order.duration);
  }

  moved(values) {
    for (const name of Object.keys(values)) if (this.lanes.has(name)) this.lanes.get(name).draw();
  }

  offer() {
    const free = session.controls.filter(({ name, inert }) => !inert && !this.lanes.has(name));
    const before = this.knob.value;
    this.knob.replaceChildren(...free.map(({ name, says }) => h("option", { value: name, title: says }, title(name))));
    if (free.some(({ name }) => name === before)) this.knob.value = before;
    this.knob.disabled = this.add.disabled = !free.length;
  }

  tell() {
    const told = [...this.lanes.keys()].map((name) => `${title(name)} ${shape(name)}`);
    this.none.hidden = told.length > 0;
    this.fit.disabled = !Object.keys(order.motions).length;
    this.fold.tell(told.join(", ") || "all knobs stand still");
  }

  gone() {
    for (const lane of this.lanes.values()) lane.gone();
  }
}

function shape(name) {
  const swing = order.swings[name] && `a ${waves.read(order.swings[name]).shape} wave`;
  const curve = order.motions[name] && "a curve";
  return `by ${[curve, swing].filter(Boolean).join(" and ")}`;
}

const without = (table, names) => Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));

const put = (table, name, text) => (text ? { ...table, [name]: text } : without(table, [name]));

customElements.define("timbrel-motion", Motion);
