// What a sound looks like: fetched and decoded here, worked out beside the page in a worker.

const LONGEST = 600; // seconds that are decoded whole; what is longer is heard, and not drawn
const RATE = 48000;
const KEPT = 60; // pictures, the newest

const pictures = new Map(); // by url: the promise of a picture
const waiting = new Map();
let worker = null;
let number = 0;

// A promise of {peaks, columns, rows, low, high, levels, seconds}; null where it is too long.
export function picture(url, seconds, { small = false } = {}) {
  if (seconds > LONGEST) return Promise.resolve(null);
  const key = `${small ? "small" : "whole"} ${url}`;
  const known = pictures.get(key) ?? drawn(url, small);
  pictures.delete(key);
  pictures.set(key, known);
  known.catch(() => pictures.delete(key));
  if (pictures.size > KEPT) pictures.delete(pictures.keys().next().value);
  return known;
}

async function drawn(url, small) {
  const answer = await fetch(url, { cache: "no-store" }); // the player fetches it too: one would wait for the other
  if (!answer.ok) throw new Error("The file of this sound is not there any more.");
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await answer.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel).slice());
  return worked({ channels, rate: sound.sampleRate, small });
}

function worked(job) {
  worker ??= begun();
  return new Promise((resolve, reject) => {
    waiting.set(++number, { resolve, reject });
    worker.postMessage({ ...job, number }, job.channels.map((channel) => channel.buffer));
  });
}

function begun() {
  const one = new Worker(new URL("./spectrum.js", import.meta.url), { type: "module" });
  one.addEventListener("message", ({ data }) => {
    waiting.get(data.number)?.resolve(data);
    waiting.delete(data.number);
  });
  one.addEventListener("error", () => {
    for (const { reject } of waiting.values()) reject(new Error("This sound cannot be drawn."));
    waiting.clear();
    worker = null;
  });
  return one;
}
