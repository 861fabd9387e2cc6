// The live sound on this page: from the server's blocks to the loudspeaker. One for all parts.
//
// Events: "changed" (it began, ended, stands otherwise), "told" (detail: level and counts, some
// fifty times a second).

import { act, get, Problem } from "../core/api.js";
import { latest } from "../core/latest.js";
import { wrong } from "../core/say.js";
import { Stream } from "./stream.js";

const RATE = 48000; // Hz, until the server says otherwise
const SOON = 0.02; // seconds in which it is faded out at the end
const FLAT = 2048; // samples that the picture is drawn from

const SECURE = "Browsers play live sound only from this machine's own address, or over https. Open the page as http://127.0.0.1 on the machine where Timbrel runs.";
const LACKS = "This browser cannot play live sound: it has no AudioWorklet. A newer Firefox, Chrome or Safari has.";

class Sounding extends EventTarget {
  on = false;
  linked = false;
  stands = { state: "resting", model: "", problem: "", ahead: 80, volume: 1, rate: 0 };
  counts = { starved: 0, underruns: 0, lost: 0, fill: 0 };
  analyser = null;
  context = null;
  #stream = new Stream();
  #node = null;
  #gain = null;

  constructor() {
    super();
    this.#stream.addEventListener("block", ({ detail }) => this.#play(detail));
    this.#stream.addEventListener("stands", ({ detail }) => this.#stand(detail));
    this.#stream.addEventListener("link", ({ detail }) => this.#set({ linked: detail }));
  }

  // From a click: browsers let nothing sound before one.
  async start() {
    if (!isSecureContext) throw new Problem(SECURE);
    if (!("AudioWorkletNode" in window)) throw new Problem(LACKS);
    const { state, underruns } = await get("/api/live");
    if (state === "silent") await act("live_start");
    if (this.on) return;
    this.before = underruns;
    this.counts = { starved: 0, underruns: 0, lost: 0, fill: 0 };
    await this.#build(this.stands.rate || RATE);
    this.#set({ on: true });
    this.#stream.open();
  }

  stop() {
    this.#stream.close();
    this.#drop();
    this.#set({ on: false, linked: false });
  }

  async panic() {
    this.#node?.port.postMessage({ panic: true });
    await act("live_panic");
  }

  ahead(milliseconds) {
    return act("live_ahead", { milliseconds });
  }

  // One for all who hear it: of the page, of OSC, of a terminal.
  volume = latest((volume) => act("live_volume", { volume }), wrong);

  // How it stands while nobody here listens.
  async look() {
    const stands = await get("/api/live");
    if (!this.on) this.#set({ stands });
  }

  // Seconds from the server's clock to the ear.
  get latency() {
    return this.counts.fill + (this.context?.outputLatency || this.context?.baseLatency || 0);
  }

  async #build(rate) {
    const context = new AudioContext({ sampleRate: rate, latencyHint: "interactive" });
    await context.audioWorklet.addModule(new URL("./worklet.js", import.meta.url));
    const processorOptions = { ahead: (this.stands.ahead * rate) / 1000, every: this.every };
    this.#node = new AudioWorkletNode(context, "timbrel-ring", { numberOfInputs: 0, outputChannelCount: [2], processorOptions });
    this.#node.port.onmessage = ({ data }) => this.#told(data);
    this.#gain = new GainNode(context, { gain: 1 });
    this.analyser = new AnalyserNode(context, { fftSize: FLAT, smoothingTimeConstant: 0 });
    this.#node.connect(this.#gain).connect(this.analyser).connect(context.destination);
    this.context = context;
    await context.resume();
  }

  #drop() {
    const context = this.context;
    if (this.#node) this.#node.port.onmessage = null;
    this.#gain?.gain.setTargetAtTime(0, context.currentTime, SOON / 4);
    setTimeout(() => context?.close(), 4000 * SOON);
    this.#node = this.#gain = this.analyser = this.context = null;
  }

  #play({ first, rate, underruns, lost, samples }) {
    if (!this.context) return;
    if (rate !== this.context.sampleRate) return void this.#other(rate);
    Object.assign(this.counts, { underruns: Math.max(underruns - this.before, 0), lost });
    this.#node?.port.postMessage({ samples, first }, [samples.buffer]);
  }

  async #other(rate) {
    this.#drop();
    await this.#build(rate);
  }

  #stand(stands) {
    const silent = stands.state === "silent";
    this.#node?.port.postMessage({ ahead: (stands.ahead * (this.context?.sampleRate ?? RATE)) / 1000, panic: silent, resume: !silent });
    this.#set({ stands });
  }

  #told(data) {
    const { starved, fill } = data;
    Object.assign(this.counts, { starved, fill });
    this.dispatchEvent(new CustomEvent("told", { detail: data }));
  }

  #set(facts) {
    Object.assign(this, facts);
    this.dispatchEvent(new CustomEvent("changed"));
  }
}

export const sounding = new Sounding();
