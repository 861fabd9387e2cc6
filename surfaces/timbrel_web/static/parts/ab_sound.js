// Two sounds that run together, of which one is heard: from one to the other in five milliseconds.

const FADE = 0.005; // seconds
const LONGEST = 600; // seconds of a sound: both lie in memory as samples

export class AbSound extends EventTarget {
  heard = 0; // the first or the second
  loop = true;
  playing = false;
  #context = null;
  #buffers = [];
  #voices = [];
  #begun = 0; // the context's time at which the sounds would have begun
  #at = 0; // seconds into them, where they stand still

  async open(urls, seconds) {
    this.pause();
    if (Math.max(...seconds) > LONGEST) throw new Error(`Takes of up to ${LONGEST / 60} minutes can be held against each other here.`);
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    const found = await Promise.all(urls.map((url) => this.#read(url)));
    const length = Math.max(...found.map((one) => one.length));
    this.#buffers = found.map((one) => this.#long(one, length));
    this.#at = 0;
  }

  async #read(url) {
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error("One of the two takes cannot be read any more. Choose it again.");
    return this.#context.decodeAudioData(await answer.arrayBuffer());
  }

  // As long as the longer of the two, so that both go round together.
  #long(sound, length) {
    if (sound.length === length) return sound;
    const buffer = this.#context.createBuffer(sound.numberOfChannels, length, sound.sampleRate);
    for (let channel = 0; channel < sound.numberOfChannels; channel += 1) buffer.copyToChannel(sound.getChannelData(channel), channel);
    return buffer;
  }

  get seconds() {
    return this.#buffers[0]?.duration ?? 0;
  }

  get position() {
    if (!this.playing) return this.#at;
    const gone = Math.max(0, this.#context.currentTime - this.#begun);
    return this.loop ? gone % this.seconds : Math.min(gone, this.seconds);
  }

  // How loud each is let through, 0 to 1.
  get levels() {
    return this.#voices.map(({ gain }) => gain.gain.value);
  }

  play() {
    if (this.playing || !this.#buffers.length) return;
    this.#context.resume();
    const start = this.#context.currentTime + 0.02;
    const from = this.#at >= this.seconds - 0.01 ? 0 : this.#at;
    this.#voices = this.#buffers.map((buffer, number) => this.#voice(buffer, number, start, from));
    this.#begun = start - from;
    this.playing = true;
    this.#tell();
  }

  #voice(buffer, number, start, from) {
    const gain = new GainNode(this.#context, { gain: number === this.heard ? 1 : 0 });
    const source = new AudioBufferSourceNode(this.#context, { buffer, loop: this.loop });
    source.connect(gain).connect(this.#context.destination);
    source.start(start, from);
    source.addEventListener("ended", () => this.#voices[0]?.source === source && this.#over());
    return { source, gain };
  }

  #over() {
    this.pause();
    this.#at = 0;
    this.#tell();
  }

  pause() {
    if (!this.playing) return;
    this.#at = this.position;
    this.playing = false;
    const voices = this.#voices.splice(0);
    for (const { source } of voices) source.stop();
    this.#tell();
  }

  seek(seconds) {
    const { playing } = this;
    this.pause();
    this.#at = Math.min(Math.max(0, seconds), this.seconds);
    if (playing) this.play();
    this.#tell();
  }

  loops(wish) {
    this.loop = wish;
    this.seek(this.position);
  }

  hear(number) {
    this.heard = number;
    this.#voices.forEach(({ gain }, each) => {
      const now = this.#context.currentTime;
      gain.gain.cancelScheduledValues(now);
      gain.gain.setValueAtTime(gain.gain.value, now);
      gain.gain.linearRampToValueAtTime(each === number ? 1 : 0, now + FADE);
    });
    this.#tell();
  }

  close() {
    this.pause();
    this.#buffers = [];
    this.#context?.close();
    this.#context = null;
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("changed"));
  }
}
