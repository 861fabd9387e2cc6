// The map: a model's sounds, those alike side by side, to point into. The place is the knobs map_x and
// map_y, and how much comes from there the knob map; so it is heard live, and moves with other surfaces.

import { act } from "../core/api.js";
import { h, svg } from "../core/h.js";
import { order } from "../core/order.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { session } from "../core/session.js";
import { clock } from "../core/words.js";
import { fold } from "./fold.js";
import { made } from "./made.js";
import { dragged, pad, spot, steered } from "./pad.js";
import { Scatter, SIZE, across, down, place } from "./scatter.js";
import { slider } from "./slider.js";

const STEP = 0.02; // of the map, by an arrow key
const TASTE = 4; // seconds to hear of a place
const KNOBS = ["map", "map_x", "map_y"];

class SoundMap extends Part {
  draw() {
    this.scatter = new Scatter();
    this.cross = svg("g", { class: "cross" });
    this.plane = pad(SIZE, { id: "map-plane", says: "map", label: "Map of the sounds. Arrow keys move the place, with Shift finely; Delete takes it away." });
    this.plane.append(svg("rect", { class: "back", width: SIZE, height: SIZE, rx: 10 }), this.scatter.element, this.cross);
    this.near = h("p", { id: "map-near", class: "small", "aria-live": "polite" });
    this.legend = h("p", { class: "legend small faint" });
    this.much = h("div");
    this.none = h("p", { class: "faint", hidden: true });
    this.body = h("div", { class: "chart" }, this.plane, h("div", { class: "stack beside" }, this.near, this.legend, this.much, this.buttons()));
    this.fold = fold("map", "Map", this.none, this.body);
    this.append(this.fold.element);
    this.listen();
    this.load();
  }

  buttons() {
    this.hear = h("button", { id: "map-hear", title: `Make ${TASTE} seconds from this place, and play them`, onclick: doing(() => this.taste()) }, "Hear this place");
    this.away = h("button", { id: "map-away", class: "quiet", title: "Play from all your sounds again", onclick: () => this.leave() }, "Take the place away");
    return h("div", { class: "row" }, this.hear, this.away);
  }

  listen() {
    dragged(this.plane, (x, y) => this.go(...place(x, y)));
    steered(this.plane, (right, up) => this.stepped(right, up), () => this.leave());
    this.plane.addEventListener("pointermove", (event) => this.point(this.scatter.find(...spot(this.plane, event))));
    this.plane.addEventListener("pointerleave", () => this.point(null));
    this.fold.element.addEventListener("toggle", () => this.load());
    this.on(session, "session", () => this.load());
    this.on(session, "moved", ({ detail }) => KNOBS.some((name) => name in detail) && this.show());
  }

  get known() {
    return KNOBS.every((name) => session.control(name));
  }

  get at() {
    const { map, map_x: x, map_y: y } = session.values;
    return this.known && map > 0 ? [x, y] : null;
  }

  go(x, y) {
    session.move({ map_x: x, map_y: y, ...(this.at ? {} : { map: 1 }) });
  }

  stepped(right, up) {
    const within = (part) => Math.min(1, Math.max(0, part));
    const { map_x: x, map_y: y } = session.values;
    this.go(within(x + STEP * right), within(y + STEP * up));
  }

  leave() {
    if (this.known) session.move({ map: 0 });
  }

  // The sounds are asked for once somebody looks, and when another model is loaded.
  async load() {
    this.show();
    this.control();
    if (!this.known || !this.fold.element.open || this.shown === session.model) return;
    this.shown = session.model;
    this.scatter.fill([]);
    this.legend.replaceChildren("Fetching the map …");
    const maps = await Promise.all(session.model.split("+").map((name) => places(name)));
    if (this.shown !== session.model) return;
    this.scatter.fill(maps.flatMap(({ model, places }) => places.map((one) => ({ ...one, model }))));
    this.key(maps);
    this.show();
  }

  control() {
    if (!this.known) return;
    const control = session.control("map");
    this.strength = slider(control, { id: "map-strength", label: "How much", value: session.values.map, words: (at) => `${Math.round(100 * at)} %`, moved: (map) => session.move({ map }) });
    this.much.replaceChildren(this.strength.element);
  }

  key(maps) {
    const told = maps.map(({ model, places, problem }) => {
      const count = new Set(places.map((one) => one.source)).size;
      return problem ?? `${model}: ${places.length} sounds of ${count} recordings`;
    });
    this.legend.replaceChildren(...told.map((text, number) => h("span", { class: `of-${number % 4}` }, h("i", {}), text)));
  }

  show() {
    this.none.textContent = session.model ? "This model has no map." : "Load a model to see its sounds.";
    this.none.hidden = this.known;
    this.body.hidden = !this.known;
    const at = this.at;
    this.cross.replaceChildren(...(at ? crossed(across(at[0]), down(at[1])) : []));
    for (const button of [this.hear, this.away]) button.disabled = !at;
    if (this.known) this.strength?.show(session.values.map);
    this.fold.tell(!this.known ? this.none.textContent : at ? `from ${at[0].toFixed(2)} across, ${at[1].toFixed(2)} up` : "from all your sounds");
    this.point(null);
  }

  // What lies under the mouse, or else at the place.
  point(under) {
    const found = under ?? (this.at && this.scatter.find(across(this.at[0]), down(this.at[1]), SIZE));
    this.scatter.light(found);
    const name = found && `${found.source}, at ${clock(found.start)}`;
    this.near.textContent = under ? name : found ? `Nearest: ${name}` : "Point into it: sounds that are alike lie side by side.";
  }

  async taste() {
    const { path } = await act("generate", { ...order.args(), duration: TASTE });
    made.choose(path, { play: true });
  }

  gone() {
    this.shown = null;
  }
}

function places(name) {
  return act("models_map", { name }).catch((error) => ({ model: name, places: [], problem: error.message }));
}

function crossed(x, y) {
  return [svg("path", { d: `M${x} 0V${SIZE}M0 ${y}H${SIZE}` }), svg("circle", { cx: x, cy: y, r: 11 })];
}

customElements.define("timbrel-map", SoundMap);
