// Of all recordings that sound at once, the one that has sounded longest: so a strip has one colour.

const CELLS = 400; // of the whole take

// From runs [{at, source, from, to}] to such stretches, one after the other, none overlapping.
export function stretches(runs, seconds) {
  const cells = Array.from({ length: CELLS }, () => null);
  const cell = (time) => Math.min(CELLS, Math.max(0, Math.round((time / seconds) * CELLS)));
  for (const run of [...runs].sort((one, other) => one.to - one.from - (other.to - other.from))) {
    cells.fill(run, cell(run.at), Math.max(cell(run.at) + 1, cell(run.at + run.to - run.from)));
  }
  return merged(cells.slice(0, CELLS), seconds / CELLS);
}

function merged(cells, wide) {
  const found = [];
  for (const [index, run] of cells.entries()) {
    const last = found.at(-1);
    if (run && last?.run === run && last.end === index) last.end += 1;
    else if (run) found.push({ run, begin: index, end: index + 1 });
  }
  return found.map(({ run, begin, end }) => {
    const at = begin * wide;
    const from = run.from + at - run.at;
    return { source: run.source, at, from: Math.max(0, from), to: Math.max(0, from) + (end - begin) * wide };
  });
}
