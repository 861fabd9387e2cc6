// What sounds, as it sounds: its spectrum runs by, and its wave stands below.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { sounding } from "./sounding.js";

const [LOW, HIGH] = [40, 18000]; // Hz
const [FAINT, LOUD] = [-100, -25]; // dB of a bin, from the ground to the full colour
const MOVES = 2; // pixels that the picture runs by with each frame

class Scope extends Part {
  draw() {
    this.running = h("canvas", { class: "running", role: "img", "aria-label": "Spectrum of the last seconds, low at the bottom" });
    this.wave = h("canvas", { class: "wave", role: "img", "aria-label": "The wave as it sounds now" });
    this.append(this.running, this.wave);
    this.sized = new ResizeObserver(() => this.size());
    this.sized.observe(this);
    this.on(sounding, "changed", () => this.go());
    this.go();
  }

  gone() {
    this.sized.disconnect();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  size() {
    for (const canvas of [this.running, this.wave]) {
      const { clientWidth, clientHeight } = canvas;
      if (clientWidth && (canvas.width !== clientWidth || canvas.height !== clientHeight)) Object.assign(canvas, { width: clientWidth, height: clientHeight });
    }
    this.colours = null;
  }

  go() {
    if (!sounding.on || this.frame) return;
    const turn = () => {
      this.frame = sounding.on && this.isConnected ? requestAnimationFrame(turn) : 0;
      if (this.offsetParent && sounding.analyser) this.paint(sounding.analyser);
    };
    this.frame = requestAnimationFrame(turn);
  }

  paint(analyser) {
    this.colours ??= ramp(this);
    this.run(analyser);
    this.trace(analyser);
  }

  run(analyser) {
    const { width, height } = this.running;
    if (!width) return;
    const ink = this.running.getContext("2d");
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    ink.drawImage(this.running, -MOVES, 0);
    const hertz = analyser.context.sampleRate / analyser.fftSize;
    for (let y = 0; y < height; y++) {
      const level = bins[Math.round((LOW * (HIGH / LOW) ** (1 - y / height)) / hertz)] ?? FAINT;
      const part = Math.min(Math.max((level - FAINT) / (LOUD - FAINT), 0), 1);
      ink.fillStyle = this.colours[Math.round(255 * part)];
      ink.fillRect(width - MOVES, y, MOVES, 1);
    }
  }

  trace(analyser) {
    const { width, height } = this.wave;
    const ink = this.wave.getContext("2d");
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    ink.clearRect(0, 0, width, height);
    ink.beginPath();
    for (let x = 0; x < width; x++) ink.lineTo(x, (height / 2) * (1 - samples[Math.floor((x * samples.length) / width)]));
    ink.strokeStyle = this.colours[255];
    ink.lineWidth = 1.5;
    ink.stroke();
  }
}

// From the ground over the accent to the ink, as the page has them now.
function ramp(element) {
  const style = getComputedStyle(element);
  const [ground, accent, ink] = ["--raised", "--accent", "--ink"].map((name) => style.getPropertyValue(name).trim());
  return Array.from({ length: 256 }, (_, at) => {
    const part = at / 255;
    return part < 0.7 ? `color-mix(in oklab, ${accent} ${(100 * part) / 0.7}%, ${ground})` : `color-mix(in oklab, ${ink} ${(60 * (part - 0.7)) / 0.3}%, ${accent})`;
  });
}

customElements.define("timbrel-scope", Scope);
