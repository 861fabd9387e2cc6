// The first visit: what Timbrel is, and two ways to begin.

import { act, stop } from "../core/api.js";
import { h } from "../core/h.js";
import { goto } from "../core/rooms.js";
import { Part } from "../core/part.js";
import { say, wrong } from "../core/say.js";
import { over, session } from "../core/session.js";
import { made } from "./made.js";
import { Player } from "./player.js";

class Welcome extends Part {
  #heard = new Set();

  draw() {
    this.demo = h("button", { id: "demo", class: "main", title: "24 sounds are made by code, learnt in a minute, and played", onclick: () => this.begin() }, "Hear the demo");
    this.own = h("button", { id: "bring", title: "Drop in recordings of your own", onclick: () => goto("collect") }, "Bring your sounds");
    this.bar = h("progress", { max: 1, value: 0, "aria-label": "The demo" });
    this.note = h("p", { class: "small", role: "status" });
    this.stopper = h("button", { id: "stop-demo", onclick: () => this.job && stop(this.job).catch(wrong) }, "Stop");
    this.work = h("div", { class: "demo stack", hidden: true }, h("div", { class: "row" }, this.bar, this.stopper), this.note);
    this.sounds = h("div", { class: "stack" });
    this.append(h("div", { class: "sheet" }, h("h2", {}, "Turn a handful of recordings into an instrument"),
      h("p", {}, "Timbrel learns the sound of 5 to 500 of your own recordings, in minutes and on this computer alone. Then you play it with knobs that have musical names, and keep what you like."),
      h("div", { class: "row" }, this.demo, this.own), this.work, this.sounds));
    this.on(session, "job", ({ detail }) => detail.id === "demo" || detail.id.startsWith("demo-") ? this.follow(detail) : null);
    for (const job of session.jobs.values()) if (/^demo(-\d+)?$/.test(job.id) && !over(job)) this.follow(job);
  }

  async begin() {
    this.demo.disabled = true;
    try {
      const { takes, links } = await act("demo", {}, (job) => this.follow(job));
      if (takes.length) await this.landed(takes.find((path) => links[path]));
    } catch (error) {
      wrong(error);
    } finally {
      this.demo.disabled = false;
    }
  }

  follow(job) {
    this.job = job;
    this.work.hidden = over(job);
    this.demo.disabled = !over(job);
    this.bar.value = job.part;
    this.note.textContent = said(job);
    for (const path of job.facts?.previews ?? []) this.hear(path, job.links?.[path]);
  }

  // What it sounds like so far can be heard while it still learns.
  hear(path, url) {
    if (!url || this.#heard.has(path)) return;
    this.#heard.add(path);
    const player = Object.assign(new Player(), { take: { path, url, name: `Preview ${this.#heard.size}`, seconds: 0 } });
    player.setAttribute("compact", "");
    this.sounds.prepend(player);
  }

  landed(path) {
    say("The demo is ready: turn the knobs, and press Make.");
    goto("play");
    made.choose(path, { play: true });
  }
}

// What the demo is at; how long it still learns is the trainer's own word.
function said({ part, note = "" }) {
  if (part < 0.05) return "Making 24 sounds …";
  if (part >= 0.85) return "Playing three takes …";
  const left = /[\d.]+ (?:s|min|h) left/.exec(note)?.[0];
  return `Learning them${left ? `, ${left}` : ""} …`;
}

customElements.define("timbrel-welcome", Welcome);
