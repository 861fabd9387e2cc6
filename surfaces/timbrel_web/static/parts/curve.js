// A knob's way over time as `--automate` has it: 0:0,4:1:smooth,8:0. As plugins/timbrel_play reads it.

const STEEP = 4; // how much an exp curve hangs through

export const CURVES = {
  linear: (part) => part,
  hold: () => 0,
  smooth: (part) => part * part * (3 - 2 * part),
  exp: (part) => Math.expm1(STEEP * part) / Math.expm1(STEEP),
};

export const WORDS = { linear: "straight", hold: "stays, then jumps", smooth: "slow at both ends", exp: "late, then fast" };

// Points as {time, value, kind}, the kind being that of the way that leads there.
export function read(text) {
  return text.split(",").map((part) => {
    const [time, value, kind = "linear"] = part.split(":").map((one) => one.trim());
    return { time: Number(time), value: Number(value), kind };
  });
}

export function written(points) {
  return points.map(({ time, value, kind }) => `${neat(time)}:${neat(value)}${kind === "linear" ? "" : `:${kind}`}`).join(",");
}

// Never as 1e-7, and a thousandth of a second or of a knob is enough.
export const neat = (number) => String(Math.round(number * 1000) / 1000 || 0);

// The value at a time: the first one before all points, the last one after them.
export function at(points, seconds) {
  const number = points.findLastIndex((point) => point.time <= seconds) + 1;
  if (number === 0) return points[0].value;
  if (number === points.length) return points[number - 1].value;
  const [left, right] = [points[number - 1], points[number]];
  return left.value + (right.value - left.value) * CURVES[right.kind]((seconds - left.time) / (right.time - left.time));
}
