// Which knobs belong together, by what they mean; one that nobody knows stands under "More".

const MEANING = {
  Colour: ["brightness", "warmth", "texture", "roughness", "tension"],
  Time: ["density", "rhythm", "pulse", "tempo"],
  Place: ["space"],
  Freedom: ["variation"],
};
const ELSEWHERE = /^(axis_|share_|map$|map_x$|map_y$)/; // drawn by parts of their own

// [[title, controls]], in this order, none empty.
export function grouped(controls) {
  const known = new Set(Object.values(MEANING).flat());
  const own = controls.filter(({ name }) => !ELSEWHERE.test(name));
  const named = Object.entries(MEANING).map(([group, names]) => [group, names.map((name) => own.find((one) => one.name === name)).filter(Boolean)]);
  return [...named, ["More", own.filter(({ name }) => !known.has(name))]].filter(([, found]) => found.length);
}
