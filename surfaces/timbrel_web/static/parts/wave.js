// A knob's swing about where it stands as `--lfo` has it: sine,rate=0.5,depth=0.4,phase=0.

import { neat } from "./curve.js";

const turned = (turns) => turns - Math.floor(turns);

// By turns; `random` is another value each turn, which the server draws: parts/chance.js has the same.
export const SHAPES = {
  sine: (turns) => Math.sin(2 * Math.PI * turns),
  triangle: (turns) => 1 - 4 * Math.abs(turned(turns + 0.25) - 0.5),
  square: (turns) => (turned(turns) < 0.5 ? 1 : -1),
  saw: (turns) => 2 * turned(turns) - 1,
  random: (turns, chance) => chance?.(Math.floor(turns)) ?? 0,
};

export const WORDS = { sine: "sine", triangle: "triangle", square: "square", saw: "saw, rising", random: "random, another each turn" };

// The rate is kept as it is written: a number of Hz, or a note at a tempo as 1/4@120.
export function read(text) {
  const [shape, ...settings] = text.split(",").map((part) => part.trim());
  const found = Object.fromEntries(settings.map((setting) => setting.split("=").map((part) => part.trim())));
  return { shape, rate: found.rate ?? "1", depth: Number(found.depth ?? 0.5), phase: Number(found.phase ?? 0) };
}

export function written({ shape, rate, depth, phase }) {
  return `${shape},rate=${rate},depth=${neat(depth)},phase=${neat(phase)}`;
}

export function hertz(rate) {
  const [note, tempo] = String(rate).split("@");
  if (tempo === undefined) return Number(rate);
  const [over, under = 1] = note.split("/").map(Number);
  return tempo / 240 / (over / under);
}

export function at(wave, seconds, chance) {
  return wave.depth * SHAPES[wave.shape](hertz(wave.rate) * seconds + wave.phase, chance);
}
