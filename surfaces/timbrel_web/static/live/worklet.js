// A ring of samples between the network, which brings them in bursts, and the ear, which takes
// them evenly. Runs on the browser's thread for sound.

const SIZE = 1 << 17; // samples in the ring: over two seconds
const QUANTUM = 128; // samples that are asked for at a time
const FADE = 240; // samples: 5 ms at 48 kHz
const NUDGE = 0.001; // part by which it plays slower or quicker while two clocks drift apart

class Ring extends AudioWorkletProcessor {
  constructor({ processorOptions: { ahead, every = 1024 } }) {
    super();
    Object.assign(this, { ahead, every, sides: [new Float32Array(SIZE), new Float32Array(SIZE)] });
    Object.assign(this, { written: 0, read: 0, part: 0, shift: 0, gain: 0, goal: 0, muted: false });
    Object.assign(this, { speed: 1, least: Infinity, looked: 0, starved: 0, heard: 0, peak: [0, 0], square: [0, 0] });
    this.port.onmessage = ({ data }) => this.told(data);
  }

  get fill() {
    return this.written - this.read;
  }

  told({ samples, first, ahead, panic, resume }) {
    if (ahead !== undefined) this.ahead = ahead;
    if (panic) Object.assign(this, { muted: true, goal: 0 });
    if (resume) this.muted = false;
    if (samples && !this.muted) this.take(samples, first);
  }

  take(samples, first) {
    this.shift = first - this.written;
    for (let i = 0; i < samples.length; i += 2) {
      const place = this.written++ % SIZE;
      this.sides[0][place] = samples[i];
      this.sides[1][place] = samples[i + 1];
    }
    if (this.fill > SIZE - QUANTUM) this.read = this.written - this.ahead;
  }

  process(_, [out]) {
    this.settle();
    for (let i = 0; i < QUANTUM; i++) {
      if (this.gain !== this.goal) this.gain = this.goal ? Math.min(1, this.gain + 1 / FADE) : Math.max(0, this.gain - 1 / FADE);
      const sounds = this.gain > 0 && this.fill > 2;
      for (const side of [0, 1]) this.give(out[side] ?? out[0], i, side, sounds ? this.next(side) * this.gain : 0);
      if (sounds) this.step();
    }
    this.tell();
    return true;
  }

  // Begin once enough is there; fade out before there is too little, and count it.
  settle() {
    if (this.muted) {
      if (this.gain === 0) Object.assign(this, { read: this.written, part: 0 });
      return;
    }
    if (!this.goal && this.gain === 0 && this.fill >= Math.max(this.ahead - 4 * QUANTUM, 3 * QUANTUM)) this.goal = 1;
    else if (this.goal && this.fill < FADE + QUANTUM * 1.1) {
      this.goal = 0;
      this.starved += 1;
    }
    this.watch();
  }

  // The clock of the server and that of the sound card are two: the least that was in the ring
  // for a second says which is ahead.
  watch() {
    this.least = Math.min(this.least, this.fill);
    if ((this.looked += QUANTUM) < sampleRate) return;
    if (this.least > this.ahead + 0.06 * sampleRate) this.skip(this.least - this.ahead);
    else this.speed = this.least > this.ahead + 0.02 * sampleRate ? 1 + NUDGE : this.least < this.ahead * 0.2 ? 1 - NUDGE : 1;
    Object.assign(this, { least: Infinity, looked: 0 });
  }

  // Leave samples out, the ends of the gap laid over each other.
  skip(count) {
    const whole = Math.floor(count);
    for (const side of this.sides) {
      for (let i = 0; i < FADE; i++) {
        const [from, to] = [(this.read + i) % SIZE, (this.read + whole + i) % SIZE];
        side[to] = (side[from] * (FADE - i) + side[to] * i) / FADE;
      }
    }
    this.read += whole;
  }

  next(side) {
    const ring = this.sides[side];
    const now = ring[this.read % SIZE];
    return this.part ? now + (ring[(this.read + 1) % SIZE] - now) * this.part : now;
  }

  // Even speed lands on whole samples again: those are given as they came.
  step() {
    this.heard += 1;
    if (this.speed === 1 && !this.part) return void (this.read += 1);
    const turn = this.part + (this.speed === 1 ? 1 + NUDGE : this.speed);
    this.read += Math.floor(turn);
    this.part = this.speed === 1 && turn >= 2 ? 0 : turn - Math.floor(turn);
  }

  give(channel, place, side, value) {
    if (channel) channel[place] = value;
    this.peak[side] = Math.max(this.peak[side], Math.abs(value));
    this.square[side] += value * value;
  }

  tell() {
    if (currentFrame % this.every) return;
    const rms = this.square.map((sum) => Math.sqrt(sum / this.every));
    this.port.postMessage({ peak: this.peak, rms, starved: this.starved, fill: this.fill / sampleRate, frame: this.read + this.shift, heard: this.heard, sounds: this.goal === 1 });
    Object.assign(this, { peak: [0, 0], square: [0, 0] });
  }
}

registerProcessor("timbrel-ring", Ring);
