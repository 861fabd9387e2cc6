// How recordings are varied while they are learnt, so that a few go further.

import { h } from "../core/h.js";
import { lesson } from "./lesson.js";
import { slider } from "./slider.js";

const NAMES = { augmented: "How many", pitch: "Pitch", stretch: "Speed", loudness: "Loudness", noise: "Roughness" };

// `controls` are the family's; those that widen the material are shown, in words.
export function varying(controls, prefix) {
  const found = controls.filter((control) => control.name in NAMES);
  const slides = found.map((control) => slider(control, {
    id: `${prefix}-${control.name}`, label: NAMES[control.name], value: lesson.settings[control.name] ?? control.rest, moved: (value) => lesson.setting(control, value),
    words: control.name === "augmented" ? (value) => `${Math.round(100 * value)} %` : undefined,
  }));
  const show = () => found.forEach((control, index) => slides[index].show(lesson.settings[control.name] ?? control.rest));
  return { element: h("div", { class: "slides" }, slides.map((one) => one.element)), show };
}

export const varied = (control) => control.name in NAMES;

// "35 % of it varied: pitch by 1.5 semitones, ..."
export function variedWords(controls) {
  const value = (name) => {
    const control = controls.find((one) => one.name === name);
    return lesson.settings[name] ?? control?.rest ?? 0;
  };
  if (!value("augmented")) return "not varied";
  return `${Math.round(100 * value("augmented"))} % of what it hears, pitch by up to ${value("pitch")} semitones`;
}
