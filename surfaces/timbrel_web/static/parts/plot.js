// A small drawing of figures over steps: axes, lines, linear or logarithmic.

import { svg } from "../core/h.js";

const HIGH = 200;
const EDGE = { left: 46, right: 12, top: 10, bottom: 26 };

// `series` are {kind, steps, values}; `width` is in pixels. Text keeps its size on any screen.
export function plot(series, { width, log, label }) {
  const drawn = series.map((one) => points(one, log)).filter((one) => one.points.length);
  const all = drawn.flatMap((one) => one.points);
  const last = Math.max(1, ...all.map(([step]) => step));
  const [low, high] = bounds(all.map(([, value]) => value), log);
  const x = (step) => EDGE.left + (step / last) * (width - EDGE.left - EDGE.right);
  const scaled = (value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const y = (value) => HIGH - EDGE.bottom - scaled(value) * (HIGH - EDGE.top - EDGE.bottom);
  return svg("svg", { class: "plot", viewBox: `0 0 ${width} ${HIGH}`, width, height: HIGH, role: "img", "aria-label": label },
    grid(low, high, log).map((value) => [
      svg("line", { class: "rule", x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
      svg("text", { x: EDGE.left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value))]),
    ticks(0, last, 4).map((step) => svg("text", { x: x(step), y: HIGH - 8, "text-anchor": step > 0.93 * last ? "end" : step ? "middle" : "start" }, String(Math.round(step)))),
    drawn.map((one) => svg("path", { class: `line ${one.kind}`, d: path(one.points, x, y) })),
    drawn.map((one) => svg("circle", { class: `end ${one.kind}`, r: 3, cx: x(one.points.at(-1)[0]), cy: y(one.points.at(-1)[1]) })));
}

// A logarithm has no place for zero or less.
function points({ kind, steps = [], values = [] }, log) {
  const found = steps.map((step, index) => [step, values[index]]);
  return { kind, points: found.filter(([, value]) => Number.isFinite(value) && (!log || value > 0)) };
}

function bounds(values, log) {
  if (!values.length) return log ? [0.1, 10] : [0, 1];
  const high = Math.max(...values), least = Math.min(...values);
  if (log) return [least / 1.1, Math.max(high, least * 1.5) * 1.1];
  const low = least > 0 && least < 0.6 * high ? 0 : least - 0.1 * (high - least || 1);
  return [low, high + 0.06 * (high - low || 1)];
}

function grid(low, high, log) {
  if (!log) return ticks(low, high, 4);
  const found = [];
  for (let ten = 10 ** Math.floor(Math.log10(low)); ten <= high; ten *= 10) found.push(ten, 2 * ten, 5 * ten);
  return found.filter((value) => value >= low && value <= high);
}

function ticks(low, high, count) {
  const rough = (high - low) / count;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((size) => size * ten).find((size) => size >= rough);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + 1e-9; value += step) found.push(value);
  return found;
}

const short = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2))));

const path = (found, x, y) => `M${found.map(([step, value]) => `${x(step).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`;
