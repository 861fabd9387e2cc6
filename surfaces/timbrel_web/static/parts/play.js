// The Play room: knobs on the left, what they made on the right.

import { h } from "../core/h.js";
import { models } from "../core/models.js";
import { Part } from "../core/part.js";
import { session } from "../core/session.js";
import "./axes.js";
import "./blend.js";
import "./knobs.js";
import "./make.js";
import { made } from "./made.js";
import "./map.js";
import "./motion.js";
import "./presetbar.js";
import "./result.js";
import "./space.js";
import "./variations.js";
import "./welcome.js";

class Play extends Part {
  draw() {
    this.welcome = h("timbrel-welcome", { hidden: true });
    this.room = h("div", { class: "play-room", hidden: true }, this.left(), this.right());
    this.append(this.welcome, this.room);
    this.on(session, "session", () => this.show());
    this.on(session, "models", () => this.show());
    made.begin();
    this.show();
  }

  left() {
    const instrument = h("section", { class: "sheet instrument", "aria-label": "Knobs" }, h("timbrel-presetbar"), h("timbrel-knobs"));
    return h("div", { class: "left" }, instrument, h("section", { class: "sheet maker", "aria-label": "Make" }, h("timbrel-make")), folds("map", "blend", "axes"));
  }

  right() {
    return h("div", { class: "right" }, h("section", { class: "sheet", "aria-label": "The take" }, h("timbrel-result")), h("section", { class: "sheet", "aria-label": "Takes" }, h("timbrel-variations")), folds("motion", "space"));
  }

  async show() {
    const any = session.model || (await models().catch(() => [])).length;
    this.room.hidden = !session.model;
    this.welcome.hidden = Boolean(any);
  }
}

const folds = (...parts) => h("div", { class: "folds" }, parts.map((part) => h(`timbrel-${part}`)));

customElements.define("timbrel-play", Play);
