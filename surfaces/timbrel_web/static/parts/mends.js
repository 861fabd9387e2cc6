// How to mend what is told of a recording, in a sentence.

const WAYS = [
  [/duplicate|link to|sound the same|sound alike/i, "One of them is enough: take the other out."],
  [/clip/i, "Record it anew with less gain, or take it out."],
  [/silen/i, "Listen to it; if there is nothing to hear, take it out."],
  [/not a sound file/i, "There is nothing to do: it is only left out."],
  [/empty: 0 bytes/i, "Copy it again from where it was recorded."],
  [/crashed|too long to decode|broken|damaged|malformed|truncat|cannot be decoded/i, "Export it once more as WAV."],
  [/ffmpeg/i, "Install ffmpeg, or export it as WAV."],
  [/unlike|longer|shorter|softer/i, "Listen whether it belongs to the others."],
  [/sampled at/i, "Bring the original, if there is one: its highs may be missing."],
  [/only \d+ sound/i, "Add more: 20 to 50 that differ."],
  [/named/i, "Nothing is wrong with the sound; rename it when you like."],
  [/dc|offset/i, "It is corrected while it is read."],
];

export const mended = (why) => WAYS.find(([told]) => told.test(why))?.[1] ?? "";
