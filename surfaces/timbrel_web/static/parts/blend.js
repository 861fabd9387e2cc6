// Several models as one: which, and how much of each, while they sound.

import { post } from "../core/api.js";
import { h } from "../core/h.js";
import { models } from "../core/models.js";
import { Part } from "../core/part.js";
import { doing, wrong } from "../core/say.js";
import { session } from "../core/session.js";
import { figure } from "./figure.js";
import { fold } from "./fold.js";
import { blend, knob, shares } from "./shares.js";
import { slider } from "./slider.js";

class Blend extends Part {
  draw() {
    this.names = [];
    this.drawn = this.mixed = null;
    this.choice = h("div", { class: "row choice", role: "group", "aria-label": "Models to blend" });
    this.says = h("p", { class: "faint small" });
    this.mix = h("div", { class: "placing" });
    this.alone = h("div", { class: "row" });
    this.fold = fold("blend", "Blend", this.choice, this.says, this.mix, this.alone);
    this.append(this.fold.element);
    for (const event of ["models", "session"]) this.on(session, event, () => this.load());
    this.on(session, "moved", ({ detail }) => this.models.some((model) => knob(model) in detail) && this.place());
    this.load();
  }

  get models() {
    return session.model ? session.model.split("+") : [];
  }

  async load() {
    this.show();
    try {
      this.names = (await models()).map((card) => card.name);
      this.show();
    } catch (error) {
      wrong(error);
    }
  }

  // Drawn anew only where something came or went: nothing is taken from under a hand.
  show() {
    const known = [...new Set([...this.models, ...this.names])];
    const now = JSON.stringify([this.models, known]);
    if (now === this.drawn) return this.place();
    this.drawn = now;
    const picks = known.map((name) => this.pick(name));
    const held = this.choice.contains(document.activeElement) && document.activeElement.id;
    this.choice.replaceChildren(...picks);
    if (held) document.getElementById(held)?.focus();
    this.says.textContent = this.sentence(known);
    this.draft();
  }

  sentence(known) {
    if (!known.length) return "A blend is made of trained models. There is none yet.";
    if (known.length < 2) return "There is only one model. Train another to blend the two.";
    return this.models.length < 2 ? "Choose another model to hear both as one." : "Knobs move all of them. Shares may also move over time, or from other surfaces.";
  }

  pick(name) {
    const input = h("input", { type: "checkbox", id: `blend-${name}`, value: name, onchange: doing(() => this.choose(name, input.checked)) });
    input.checked = this.models.includes(name);
    input.disabled = input.checked && this.models.length === 1;
    return h("label", { class: "pick", title: input.checked ? `Take ${name} out` : `Put ${name} in` }, input, name);
  }

  // One that comes gets an even part, and the others make room; one that goes leaves them its own.
  choose(name, wanted) {
    const [before, parts] = [this.models, shares(this.models, session.values)];
    if (!wanted) return this.bring(before.filter((one) => one !== name), parts.filter((_, number) => before[number] !== name));
    const even = 1 / (before.length + 1);
    return this.bring([...before, name], [...parts.map((part) => part * (1 - even)), even]);
  }

  // Loading puts all knobs to rest; those that both have are put back to where they stood.
  async bring(models, parts) {
    const stood = { ...session.values };
    try {
      await loaded(blend(models, parts));
    } catch (error) {
      this.drawn = "";
      this.show();
      throw error;
    }
    const kept = session.controls.filter(({ name }) => name in stood && !models.some((model) => knob(model) === name));
    session.move(Object.fromEntries(kept.map(({ name }) => [name, stood[name]])));
  }

  draft() {
    const { models } = this;
    if (this.mixed === session.model) return this.place();
    this.mixed = session.model;
    this.mixer = models.length < 2 ? null : models.length === 2 ? crossfader(models) : several(models);
    this.mix.replaceChildren(...(this.mixer ? this.mixer.elements : []));
    const back = models.length < 2 ? [] : models.map((name) => h("button", { class: "quiet", id: `blend-only-${name}`, title: `Play ${name} alone again`, onclick: doing(() => this.bring([name], [1])) }, `Only ${name}`));
    this.alone.replaceChildren(...back);
    this.place();
  }

  place() {
    const parts = shares(this.models, session.values);
    this.mixer?.show(parts);
    const told = this.models.map((model, number) => `${model} ${percent(parts[number])}`);
    this.fold.tell(this.models.length > 1 ? told.join(", ") : this.models.length ? `${this.models[0]} alone` : "no model");
  }
}

const percent = (part) => `${Math.round(100 * part)} %`;

const move = (models, parts) => session.move(Object.fromEntries(models.map((model, number) => [knob(model), parts[number]])));

function crossfader(models) {
  const [left, right] = models;
  const control = { low: 0, high: 1, rest: 0.5, unit: "", says: `From ${left} alone to ${right} alone`, safe: null };
  const words = (at) => `${percent(1 - at)} : ${percent(at)}`;
  const fader = slider(control, { id: "blend-fader", label: "Crossfade", value: 0.5, words, moved: (at) => move(models, [1 - at, at]) });
  const ends = h("div", { class: "ends small" }, h("span", {}, left), h("span", {}, right));
  return { elements: [h("div", { class: "slides fader" }, ends, fader.element)], show: ([, part]) => fader.show(part) };
}

function several(models) {
  const pad = figure(models, (parts) => move(models, parts));
  const control = { low: 0, high: 1, rest: 1 / models.length, unit: "", safe: null };
  const sliders = models.map((model, number) => slider({ ...control, says: `How much of ${model} there is, against the others` }, { id: `blend-share-${model}`, label: model, value: 0, words: percent, moved: (at) => move(models, given(models, number, at)) }));
  const show = (parts) => {
    pad.show(parts);
    sliders.forEach((one, number) => one.show(parts[number]));
  };
  return { elements: [pad.element, h("div", { class: "slides" }, sliders.map(({ element }) => element))], show };
}

// One share as asked, the others as they compare in what is left.
function given(models, number, part) {
  const parts = shares(models, session.values);
  const others = 1 - parts[number];
  return parts.map((one, other) => (other === number ? part : (1 - part) * (others > 1e-9 ? one / others : 1 / (models.length - 1))));
}

// Loads, and waits until the page has heard of the new knobs.
async function loaded(name) {
  const heard = new Promise((resolve) => session.addEventListener("session", resolve, { once: true }));
  await post("/api/session/load", { name });
  await heard;
}

customElements.define("timbrel-blend", Blend);
