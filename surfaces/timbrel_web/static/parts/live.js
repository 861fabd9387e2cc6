// The Live room: the model that is loaded, sounding without an end under the hands.

import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, wrong } from "../core/say.js";
import { session } from "../core/session.js";
import { sounding } from "../live/sounding.js";
import "../live/meter.js";
import "../live/glide.js";
import "../live/scope.js";
import "../live/tape.js";
import "./blend.js";
import { icon } from "./icon.js";
import "./knobs.js";

const WORDS = {
  resting: "Begins …",
  preparing: "Getting ready: a few seconds, the first time a model is played.",
  waiting: "Nothing to play: choose a model above.",
  silent: "Silent. Start lets it sound again.",
  playing: "",
};

class Live extends Part {
  draw() {
    this.button = h("button", { id: "live", class: "main", onclick: doing(() => this.turn()) }, icon("play"), h("span", {}, "Start"));
    this.alarm = h("button", { id: "panic", title: "Silence at once (Escape)", "aria-keyshortcuts": "Escape", onclick: doing(() => sounding.panic()) }, icon("stop"), "Panic");
    this.name = h("h2", { class: "name" });
    this.says = h("p", { class: "faint says", id: "live-says", role: "status" });
    this.counts = h("dl", { class: "counts small" });
    this.knobs = h("section", { class: "sheet", "aria-label": "Knobs" });
    this.folds = h("div", { class: "stack" });
    this.append(h("div", { class: "live-room" }, h("section", { class: "sheet stack stage", "aria-label": "Live sound" }, this.head(), h("timbrel-meter"), h("timbrel-scope"), this.settings()),
      h("div", { class: "stack hands" }, this.knobs, h("section", { class: "sheet stack", "aria-label": "Morph" }, h("h3", {}, "Between two presets"), h("timbrel-glide")), this.folds)));
    this.on(document, "keydown", (event) => event.key === "Escape" && (sounding.on || this.cards.length) && sounding.panic().catch(wrong));
    this.on(sounding, "changed", () => (this.show(), this.count()));
    this.on(sounding, "told", () => this.count());
    this.on(session, "session", () => this.show());
    this.seen = new IntersectionObserver(([entry]) => entry.isIntersecting && this.furnish());
    this.seen.observe(this);
    this.show();
    this.count();
  }

  gone() {
    this.seen.disconnect();
  }

  // The knobs stand in Play too: here only once somebody has come.
  furnish() {
    this.seen.disconnect();
    this.knobs.replaceChildren(h("timbrel-knobs"));
    this.folds.replaceChildren(h("timbrel-blend"));
    sounding.look().catch(wrong);
  }

  // The outputs of the computer that Timbrel runs on.
  get cards() {
    return sounding.stands.outputs ?? [];
  }

  head() {
    return h("div", { class: "row head-row" }, this.button, this.alarm, h("timbrel-tape"), h("div", { class: "grow" }, this.name, this.says));
  }

  settings() {
    this.ahead = h("input", { id: "ahead", type: "range", min: 20, max: 150, step: 5, value: 80, title: "Short answers quicker, long is safer on a busy computer",
      oninput: () => this.words(), onchange: doing(() => sounding.ahead(Number(this.ahead.value))) });
    this.aheadWords = h("output", { class: "digits small", for: "ahead" });
    this.volume = h("input", { id: "live-volume", type: "range", min: 0, max: 1, step: 0.01, value: 1, title: "Volume of the live sound for all who hear it; takes stay as they are", oninput: () => sounding.volume(Number(this.volume.value)) });
    return h("div", { class: "settings" }, h("label", { for: "live-volume" }, "Volume"), this.volume, h("span", {}), h("label", { for: "ahead" }, "Buffer"), this.ahead, this.aheadWords, this.counts);
  }

  words() {
    this.aheadWords.textContent = `${this.ahead.value} ms`;
  }

  async turn() {
    const plays = sounding.on && sounding.stands.state !== "silent";
    if (plays) sounding.stop();
    else await sounding.start();
  }

  show() {
    const { on, linked, stands } = sounding;
    const plays = on && stands.state !== "silent";
    this.button.replaceChildren(icon(plays ? "stop" : "play"), h("span", {}, plays ? "Stop" : "Start"));
    this.button.setAttribute("aria-pressed", String(plays));
    this.alarm.disabled = !plays && !this.cards.length;
    this.name.textContent = session.model || "No model yet";
    this.says.textContent = !on ? "Start, then turn the knobs: everything is heard as it sounds." : !linked ? "The server does not answer. Trying again …" : stands.problem || WORDS[stands.state];
    if (!this.ahead.matches(":active") && on) this.ahead.value = stands.ahead;
    if (!this.volume.matches(":active")) this.volume.value = stands.volume;
    this.words();
  }

  count() {
    const { starved, underruns, lost } = sounding.counts;
    const now = sounding.on ? `${Math.round(1000 * sounding.latency)} ms` : "–";
    const rows = [["Interruptions", starved, "How often the sound broke off on its way to the ear", "underruns"],
      ["Rendered late", underruns + lost, "How often the server had no time, or a block came too late to be sent", "late"],
      ["From knob to ear", now, "What waits to be played, and what the loudspeaker needs", "latency"]];
    if (this.cards.length) rows.push(["Sound card", this.cards.map(({ starved, xruns, problem }) => problem || starved + xruns).join(", "), "How often it broke off on the sound card of the computer that Timbrel runs on", "card"]);
    if (this.rows?.length !== rows.length) {
      this.rows = rows.map(([name, , title, id]) => [h("dt", { title }, name), h("dd", { id, class: "digits" })]);
      this.counts.replaceChildren(...this.rows.flat());
    }
    rows.forEach(([, value], number) => (this.rows[number][1].textContent = String(value)));
  }
}

customElements.define("timbrel-live", Live);
