// A worker: a sound's outline, and how loud it is at each pitch as it goes.

import { transformer } from "./fourier.js";

const OUTLINE = 1600; // points
const [COLUMNS, ROWS] = [900, 200];
const [LOW, HIGH] = [40, 20000]; // Hz, spread evenly over the rows by ratio
const DEPTH = 85; // dB from the loudest to what is drawn as nothing

self.addEventListener("message", ({ data: { channels, rate, small, number } }) => {
  const peaks = outline(channels, small ? 240 : OUTLINE);
  const seconds = channels[0].length / rate;
  const levels = small ? null : spectrum(mixed(channels), rate);
  self.postMessage({ number, peaks, seconds, levels, columns: COLUMNS, rows: ROWS, low: LOW, high: HIGH });
});

function mixed(channels) {
  const [first, ...more] = channels;
  if (!more.length) return first;
  return first.map((value, index) => more.reduce((sum, one) => sum + one[index], value) / channels.length);
}

// For each point the lowest, the highest and the mean level (RMS), of all channels.
function outline(channels, points) {
  const length = channels[0].length;
  const found = new Float32Array(3 * points);
  for (let point = 0; point < points; point += 1) {
    const from = Math.floor((point * length) / points);
    const to = Math.max(from + 1, Math.floor(((point + 1) * length) / points));
    found.set(extent(channels, from, Math.min(to, length)), 3 * point);
  }
  return found;
}

function extent(channels, from, to) {
  let [low, high, power] = [0, 0, 0];
  for (const channel of channels) {
    for (let index = from; index < to; index += 1) {
      const value = channel[index];
      if (value < low) low = value;
      if (value > high) high = value;
      power += value * value;
    }
  }
  return [low, high, Math.sqrt(power / Math.max(1, (to - from) * channels.length))];
}

// Levels of COLUMNS x ROWS as bytes, the lowest pitch first in each column; 255 is the loudest.
function spectrum(sound, rate) {
  const size = sound.length < rate ? 1024 : sound.length < 4 * rate ? 2048 : 4096;
  const transform = transformer(size);
  const places = rows(size, rate);
  const power = new Float32Array(COLUMNS * ROWS);
  for (let column = 0; column < COLUMNS; column += 1) {
    const middle = ((column + 0.5) * sound.length) / COLUMNS;
    const bins = transform(sound, Math.round(middle - size / 2));
    for (let row = 0; row < ROWS; row += 1) power[column * ROWS + row] = strongest(bins, places[row]);
  }
  return scaled(power);
}

// From which to which bin each row reaches, in fractions.
function rows(size, rate) {
  const edge = (row) => (LOW * (HIGH / LOW) ** (row / ROWS) * size) / rate;
  return Array.from({ length: ROWS }, (_, row) => [edge(row), edge(row + 1)]);
}

function strongest(bins, [from, to]) {
  const [first, last] = [Math.ceil(from), Math.min(bins.length - 1, Math.floor(to))];
  if (first > last) return between(bins, (from + to) / 2);
  let most = 0;
  for (let bin = first; bin <= last; bin += 1) most = Math.max(most, bins[bin]);
  return most;
}

function between(bins, place) {
  const bin = Math.min(bins.length - 2, Math.floor(place));
  return bins[bin] + (place - bin) * (bins[bin + 1] - bins[bin]);
}

function scaled(power) {
  const most = power.reduce((one, other) => Math.max(one, other), 1e-12);
  return Uint8ClampedArray.from(power, (value) => 255 * (1 + (10 * Math.log10(value / most + 1e-15)) / DEPTH));
}
