// A dataset in figures: how much, how long, at what rates, how loud.

import { h } from "../core/h.js";
import { lasting } from "./lasting.js";

export function figures(shown) {
  const { loudness } = shown;
  const pairs = [
    ["Recordings", String(shown.count), ""],
    ["In all", lasting(shown.seconds), ""],
    ["Onsets", String(shown.onsets), "How often a sound begins"],
    ["Rate", shares(shown.rates, (rate) => `${rate / 1000} kHz`), "Samples a second"],
    ["Channels", shares(shown.channels, (count) => ({ 1: "mono", 2: "stereo" })[count] ?? count), ""],
    ["Loudness", `${loudness.spread_db.toFixed(1)} dB apart`, `Softest: ${loudness.softest.name}. Loudest: ${loudness.loudest.name}.`],
  ];
  return h("dl", { class: "figures" }, pairs.map(([name, value, title]) => h("div", { title }, h("dt", { class: "faint small" }, name), h("dd", {}, value))));
}

// "48 kHz", or "20 × 48 kHz, 4 × 44.1 kHz".
function shares(counts, words) {
  const all = Object.entries(counts);
  return all.map(([value, count]) => (all.length > 1 ? `${count} × ` : "") + words(value)).join(", ");
}
