// A player for one sound: seen, heard, looped and saved.
//
// Set `take` to {path, url, name, seconds, loop}. With the attribute `compact` it is a row of
// its own for lists. `sound` names the audio element's id. One player sounds at a time.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { say } from "../core/say.js";
import { clock } from "../core/words.js";
import { icon } from "./icon.js";
import { Sight } from "./sight.js";
import { volume } from "./volume.js";

let sounding = null; // the player that was begun last

export class Player extends Part {
  #take = null;
  #built = false;

  // It keeps what it plays when its room is left, and is not drawn anew.
  connectedCallback() {
    if (!this.#built) super.connectedCallback();
    this.#built = true;
  }

  draw() {
    const small = this.hasAttribute("compact");
    this.audio = h("audio", { id: this.getAttribute("sound"), preload: small ? "none" : "auto" });
    this.sight = Object.assign(new Sight(), { small });
    this.button = h("button", { class: "play round", onclick: () => this.toggle() });
    this.stopper = h("button", { class: "stop quiet", "aria-label": "Stop", title: "Stop, and back to the beginning", onclick: () => this.stop() }, icon("stop"));
    this.looper = h("button", { class: "loop quiet", "aria-label": "Loop", "aria-pressed": "false", title: "Round and round", onclick: () => this.loops(!this.audio.loop) }, icon("loop"));
    this.time = h("span", { class: "time digits" });
    this.saver = h("a", { class: "save", download: "" }, icon("down"), !small && h("span", {}, "Download"));
    this.append(this.audio, ...(small ? this.row() : this.whole()));
    this.hear();
    this.take = this.#take;
  }

  row() {
    return [this.button, this.sight, this.time, this.saver];
  }

  whole() {
    const loudness = volume();
    return [this.sight, h("div", { class: "row transport" }, this.button, this.stopper, this.looper, this.time, h("span", { class: "grow" }), loudness, this.saver)];
  }

  hear() {
    const { audio } = this;
    for (const event of ["play", "pause", "ended", "emptied"]) audio.addEventListener(event, () => this.state());
    for (const event of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(event, () => this.follow());
    audio.addEventListener("play", () => this.alone());
    audio.addEventListener("error", () => this.#take && audio.error && this.lost());
    this.sight.addEventListener("sought", ({ detail }) => this.seek(detail * this.seconds));
    this.state();
  }

  get take() {
    return this.#take;
  }

  set take(take) {
    this.#take = take;
    if (!this.audio) return;
    this.toggleAttribute("empty", !take);
    if (!take) return this.audio.removeAttribute("src");
    if (!take.seconds) this.audio.preload = "metadata"; // to know how long it is
    this.audio.src = take.url;
    this.loops(Boolean(take.loop));
    Object.assign(this.saver, { href: saved(take.url), title: `Save the file itself: ${take.name}` });
    this.saver.setAttribute("aria-label", `Download ${take.name}`);
    this.sight.show(take);
    this.state();
    this.follow();
  }

  get seconds() {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : (this.#take?.seconds ?? 0);
  }

  get playing() {
    return Boolean(this.audio && !this.audio.paused);
  }

  play() {
    return this.audio.play().catch((error) => error.name !== "AbortError" && this.state());
  }

  toggle() {
    if (this.playing) this.audio.pause();
    else this.play();
  }

  stop() {
    this.audio.pause();
    this.seek(0);
  }

  loops(wish) {
    this.audio.loop = wish;
    this.looper.setAttribute("aria-pressed", String(wish));
  }

  seek(seconds) {
    this.audio.currentTime = Math.min(seconds, Math.max(0, this.seconds - 0.01));
    this.follow();
  }

  alone() {
    if (sounding !== this) sounding?.audio.pause();
    sounding = this;
    const frame = () => {
      this.follow();
      if (this.playing && this.isConnected) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  state() {
    const word = this.playing ? "Pause" : "Play";
    this.button.replaceChildren(icon(word.toLowerCase()));
    this.button.setAttribute("aria-label", this.hasAttribute("compact") && this.#take ? `${word} ${this.#take.name}` : word);
    this.button.title = word;
    this.toggleAttribute("playing", this.playing);
  }

  follow() {
    const { seconds } = this;
    const now = this.audio.currentTime;
    this.sight.place(seconds ? Math.min(1, now / seconds) : 0);
    const whole = `${clock(now)} / ${clock(seconds)}`;
    this.time.textContent = this.hasAttribute("compact") ? clock(this.playing || now ? now : seconds) : whole;
  }

  lost() {
    say(`${this.#take.name} cannot be played: the browser cannot read it, or its file is gone. Download it to hear it elsewhere.`, { wrong: true });
  }

  gone() {
    this.audio.pause();
  }
}

function saved(url) {
  const whole = new URL(url, location.href);
  whole.searchParams.set("download", "true");
  return whole.href;
}

customElements.define("timbrel-player", Player);
