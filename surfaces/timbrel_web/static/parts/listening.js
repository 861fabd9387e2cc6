// Listening to recordings, one at a time on the whole page. Event: "heard" (which, or how far).

import { wrong } from "../core/say.js";

class Listening extends EventTarget {
  link = ""; // of what is heard
  #audio = new Audio();

  constructor() {
    super();
    this.#audio.preload = "none";
    this.#audio.addEventListener("timeupdate", () => this.#tell());
    this.#audio.addEventListener("ended", () => this.stop());
  }

  // How much of it was heard, 0 to 1.
  get part() {
    return this.#audio.duration ? this.#audio.currentTime / this.#audio.duration : 0;
  }

  get seconds() {
    return this.#audio.currentTime;
  }

  async toggle(link, name) {
    if (link === this.link) return this.stop();
    if (!link) return wrong(new Error(NOT_OPEN));
    this.link = link;
    this.#audio.src = link;
    this.#tell();
    try {
      await this.#audio.play();
    } catch (error) {
      if (error.name === "AbortError") return; // another one was wanted meanwhile
      this.stop();
      wrong(new Error(`This browser cannot play '${name}'.`));
    }
  }

  stop() {
    this.#audio.pause();
    this.link = "";
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("heard"));
  }
}

const NOT_OPEN = "This recording lies outside the folders that the page may open. " +
  "Start Timbrel with --root and that folder to hear it here.";

export const listening = new Listening();
