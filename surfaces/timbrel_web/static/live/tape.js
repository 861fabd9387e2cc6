// Records what is played, on the server, and keeps it as a take: a button, and how long it is by now.

import { act, get } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say, wrong } from "../core/say.js";
import { icon } from "../parts/icon.js";
import { sounding } from "./sounding.js";

class Tape extends Part {
  draw() {
    this.button = h("button", { id: "record", onclick: doing(() => this.turn()) });
    this.append(this.button);
    this.on(sounding, "changed", () => this.show(sounding.stands.recording));
    this.show(null);
    this.look().catch(wrong);
  }

  // It may have been begun elsewhere, and nobody tells a page that is not listening.
  async look() {
    const { recording } = await get("/api/live");
    this.show(recording);
    return recording;
  }

  async turn() {
    if (await this.look()) await this.keep();
    else this.show((await act("live_record")).recording);
  }

  async keep() {
    try {
      const { path, seconds, moves, notes } = await act("live_keep");
      say([...notes, `Kept as ${path.split(/[\\/]/).at(-1)}: ${seconds.toFixed(1)} s, ${moves} ${moves === 1 ? "move" : "moves"}. It is on the shelf.`].join(" "));
    } finally {
      await this.look();
    }
  }

  show(recording) {
    const { seconds = 0, problem = "" } = recording ?? {};
    const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.button.setAttribute("aria-pressed", String(Boolean(recording)));
    this.button.title = problem || (recording ? "End the recording and keep it as a take" : "Record what is played, to be rendered again at any quality");
    this.button.replaceChildren(icon(recording ? "stop" : "record"), h("span", {}, recording ? `Keep ${length}` : "Record"));
    this.classList.toggle("ended", Boolean(problem));
    if (problem && problem !== this.told) say(problem, { wrong: true });
    this.told = problem;
  }
}

customElements.define("timbrel-tape", Tape);
