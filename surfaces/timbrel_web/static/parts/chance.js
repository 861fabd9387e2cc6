// The values of a random wave, turn by turn, as the server will draw them: Python's generator, seeded by
// "turn 0", "turn 1" and so on (Matsumoto and Nishimura 1998, mt19937ar; seeding as CPython's random.seed).

const SIZE = 624;
const drawn = new Map();

// -1 to 1 for a turn that was fetched, or undefined.
export const chance = (turn) => drawn.get(turn);

// Makes the values of these turns known; nothing where the browser may not hash (a page without TLS from afar).
export async function fetched(first, last) {
  if (!crypto.subtle) return false;
  for (let turn = first; turn <= last; turn += 1) if (!drawn.has(turn)) drawn.set(turn, await value(turn));
  return true;
}

async function value(turn) {
  const text = new TextEncoder().encode(`turn ${turn}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", text));
  const [high, low] = firsts(state(words([...text, ...hash])));
  return 2 * (((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992) - 1;
}

// Bytes, the highest first, as words of 32 bits, the lowest first.
function words(bytes) {
  const found = [];
  for (let end = bytes.length; end > 0; end -= 4) {
    found.push(bytes.slice(Math.max(0, end - 4), end).reduce((word, byte) => ((word << 8) | byte) >>> 0, 0));
  }
  while (found.length > 1 && found.at(-1) === 0) found.pop();
  return found;
}

function state(key) {
  const table = new Uint32Array(SIZE);
  table[0] = 19650218;
  for (let at = 1; at < SIZE; at += 1) table[at] = Math.imul(1812433253, table[at - 1] ^ (table[at - 1] >>> 30)) + at;
  let [at, part] = [1, 0];
  const stepped = (factor, more) => {
    table[at] = (table[at] ^ Math.imul(table[at - 1] ^ (table[at - 1] >>> 30), factor)) + more;
    at += 1;
    if (at >= SIZE) [table[0], at] = [table[SIZE - 1], 1];
  };
  for (let count = Math.max(SIZE, key.length); count; count -= 1) {
    stepped(1664525, key[part] + part);
    part = (part + 1) % key.length;
  }
  for (let count = SIZE - 1; count; count -= 1) stepped(1566083941, -at);
  table[0] = 0x80000000;
  return table;
}

// The first two words that a fresh state gives.
function firsts(table) {
  return [0, 1].map((at) => {
    const mixed = (table[at] & 0x80000000) | (table[at + 1] & 0x7fffffff);
    let word = table[at + 397] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  });
}
