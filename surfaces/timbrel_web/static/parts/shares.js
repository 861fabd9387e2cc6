// The shares of the models in a blend, and a place between the corners of a regular figure for them.

const PREFIX = "share_";

export const knob = (model) => PREFIX + model;

// Of knobs as they stand, the part of the whole that each model has; all at nothing are all alike.
export function shares(models, values) {
  const given = models.map((model) => values[knob(model)] ?? 0);
  const whole = given.reduce((sum, one) => sum + one, 0);
  return given.map((one) => (whole ? one / whole : 1 / models.length));
}

export const blend = (models, parts) => models.map((model, number) => (models.length > 1 ? `${model}:${parts[number].toFixed(4)}` : model)).join("+");

// The corners of a figure of `count` sides about (0, 0), the first on top, clockwise.
export function corners(count, radius = 1) {
  const turns = Array.from({ length: count }, (_, number) => (2 * Math.PI * number) / count);
  return turns.map((turn) => [radius * Math.sin(turn), -radius * Math.cos(turn)]);
}

const area = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);

// How much each corner has of a point inside (Wachspress 1975): nothing of the others at a corner, and
// the corners so weighted have their mean at the point.
export function weights(point, figure) {
  const count = figure.length;
  const next = (number) => figure[(number + 1) % count];
  const found = figure.map((corner, number) => {
    const before = (number + count - 1) % count;
    const others = figure.map((one, other) => (other === number || other === before ? 1 : Math.max(0, area(point, one, next(other)))));
    return area(figure[before], corner, next(number)) * others.reduce((product, one) => product * one, 1);
  });
  const whole = found.reduce((sum, one) => sum + one, 0);
  return found.map((one) => one / whole);
}

export const mean = (parts, figure) => [0, 1].map((axis) => parts.reduce((sum, part, number) => sum + part * figure[number][axis], 0));

// The nearest point within the figure.
export function inside(point, figure) {
  const sides = figure.map((corner, number) => [corner, figure[(number + 1) % figure.length]]);
  if (sides.every(([from, to]) => area(point, from, to) >= 0)) return point;
  const near = sides.map(([from, to]) => onto(point, from, to));
  const far = (one) => Math.hypot(one[0] - point[0], one[1] - point[1]);
  return near.reduce((best, one) => (far(one) < far(best) ? one : best));
}

function onto([x, y], [ax, ay], [bx, by]) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const part = Math.min(1, Math.max(0, along));
  return [ax + part * (bx - ax), ay + part * (by - ay)];
}
