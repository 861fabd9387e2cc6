// Colours for levels, and for things that are many: even to the eye (Oklab, Ottosson 2020).

import { dark } from "../core/look.js";

// From nothing to the loudest: lightness, colourfulness and hue (degrees) in Oklch.
const LIGHT = [[0.985, 0.004, 80], [0.9, 0.05, 75], [0.76, 0.12, 62], [0.6, 0.155, 45], [0.43, 0.13, 32], [0.24, 0.06, 25]];
const DARK = [[0.185, 0.008, 60], [0.3, 0.06, 25], [0.45, 0.125, 32], [0.62, 0.155, 47], [0.8, 0.13, 72], [0.97, 0.05, 95]];

// 256 colours as [red, green, blue], 0 to 255.
export function ramp() {
  const stops = dark() ? DARK : LIGHT;
  return Array.from({ length: 256 }, (_, level) => {
    const place = (level / 255) * (stops.length - 1);
    const stop = Math.min(stops.length - 2, Math.floor(place));
    return shown(lab(stops[stop]).map((part, index) => part + (place - stop) * (lab(stops[stop + 1])[index] - part)));
  });
}

// The colour of one thing of many: neighbours are far apart.
export const colourOf = (index) => `oklch(var(--many-lightness) 0.12 ${(40 + index * 137.5) % 360})`;

function lab([lightness, colourfulness, hue]) {
  const turn = (hue * Math.PI) / 180;
  return [lightness, colourfulness * Math.cos(turn), colourfulness * Math.sin(turn)];
}

function shown([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s].map(encoded);
}

function encoded(part) {
  const linear = Math.min(1, Math.max(0, part));
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
}
