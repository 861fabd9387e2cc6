// Collect: recordings come in, and are heard, seen and judged before anything is learnt from them.

import { act, get, post } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { goto } from "../core/rooms.js";
import { doing, say, wrong } from "../core/say.js";
import { over, session } from "../core/session.js";
import "./basket.js";
import { collection } from "./collection.js";
import "./dataset.js";
import "./datasets.js";
import { dropzone } from "./dropzone.js";
import { fold } from "./fold.js";
import { lesson } from "./lesson.js";
import { varied, varying, variedWords } from "./varying.js";

class Collect extends Part {
  draw() {
    this.basket = h("timbrel-basket");
    this.into = "";
    this.mode = h("p", { class: "into", hidden: true, role: "status" });
    const zone = dropzone({ brought: (files) => this.bring(files), named: (folder) => this.named(folder) });
    this.welcome = this.welcoming();
    this.varying = h("div");
    this.append(h("div", { class: "collect" },
      h("div", { class: "stack side" }, this.welcome, h("div", { class: "sheet stack" }, this.mode, zone), this.basket, h("timbrel-datasets"), this.varying),
      h("timbrel-dataset", { class: "stack" })));
    this.on(collection, "listed", () => this.show());
    this.on(collection, "chosen", () => this.add(""));
    this.on(collection, "adding", () => this.add(collection.chosen));
    this.on(session, "job", ({ detail }) => /^(dataset|demo)-/.test(detail.id) && over(detail) && collection.list().catch(wrong));
    this.begin().catch(wrong);
  }

  async begin() {
    await collection.list();
    if (!collection.chosen && collection.names.length) collection.choose(newest(collection.datasets).name).catch(wrong);
    const { families } = await get("/api/offers");
    const controls = families.flatMap((family) => family.controls).filter(varied);
    const { element, show } = varying(controls, "collect");
    const { element: folded, tell } = fold("varying", "Variety", h("p", { class: "faint small" }, "While it learns, a part of what it hears is changed a little each time, so that few recordings go further. Shared with Train."), element);
    this.varying.replaceChildren(folded);
    tell(variedWords(controls));
    this.on(lesson, "changed", () => { tell(variedWords(controls)); show(); });
  }

  welcoming() {
    const demo = h("button", { id: "collect-demo", class: "main", title: "24 sounds are made by code, learnt in a minute, and played", onclick: doing(() => this.demo()) }, "Try it with demo sounds");
    return h("div", { class: "sheet stack welcome", hidden: true }, h("h2", {}, "Begin with a few recordings"),
      h("p", {}, "Bring 5 to 500 recordings that belong together: strokes, notes, noises, field recordings. Timbrel listens to them, tells you whether they are enough, and learns an instrument from them."),
      h("div", { class: "row" }, demo, h("span", { class: "faint small" }, "No recordings at hand? Sound within two minutes.")));
  }

  show() {
    this.welcome.hidden = collection.names.length > 0;
    this.querySelector(".collect").classList.toggle("first", !collection.names.length);
  }

  // Whether what comes next goes into a dataset that is there.
  add(name) {
    this.into = name;
    this.mode.hidden = !name;
    this.mode.replaceChildren(`What you bring now goes into '${name}'. `, h("button", { class: "quiet", onclick: () => this.add("") }, "Make a new one instead"));
    if (name) this.querySelector("#dropzone").scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  bring(files) {
    this.basket.bring(files, this.into);
  }

  async named(folder) {
    const name = this.into || collection.free(folder.split("/").filter(Boolean).at(-1) ?? "sounds");
    const answer = this.into ? await act("dataset_extend", { name, folder }) : await act("dataset_add", { name, folder });
    say(answer.says.split("\n").at(-1).replace(/ Train on it:.*/, ""));
    await collection.list();
    await collection.choose(name);
  }

  async demo() {
    const answer = await act("demo", {}, () => goto("train"));
    if (!answer.takes.length) return;
    if (session.model !== answer.model) await post("/api/session/load", { name: answer.model });
    say("The demo has learnt 24 sounds. Move a knob, and make one of your own.");
    goto("play");
  }
}

const newest = (datasets) => datasets.reduce((one, other) => (other.made > one.made ? other : one));

customElements.define("timbrel-collect", Collect);
