// One training: how far it is, in words and in curves, what it sounds like so far, and what to do.

import { act, post, stop } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { goto } from "../core/rooms.js";
import { doing, say, wrong } from "../core/say.js";
import "./curves.js";
import { lasting } from "./lasting.js";
import { previews } from "./previews.js";
import { trainings } from "./trainings.js";

const STATES = { training: "learning", waiting: "waits its turn", paused: "paused", done: "done", stopped: "stopped", failed: "failed", interrupted: "interrupted" };
const WELL = { learning: "good", plateau: "good", beginning: "", overfitting: "warn", collapse: "warn" };
const GOING = ["training", "paused", "waiting"];

class Training extends Part {
  name = "";
  #built = false;

  // A card that is moved among others keeps what plays in it.
  connectedCallback() {
    if (!this.#built) super.connectedCallback();
    this.#built = true;
  }

  draw() {
    this.state = h("span", { class: "badge" });
    this.buttons = h("span", { class: "row" });
    this.bar = h("progress", { max: 1, value: 0, "aria-label": `How far '${this.name}' is` });
    this.line = h("p", { class: "small digits line", role: "status" });
    this.verdict = h("p", { class: "verdict" });
    this.curves = h("timbrel-curves");
    this.heard = previews();
    this.append(h("article", { class: "sheet stack", "aria-label": this.name }, h("div", { class: "row" }, h("h3", { class: "name" }, this.name), this.state, h("span", { class: "grow" }), this.buttons),
      this.bar, this.line, this.verdict, this.curves, this.heard.element));
    this.show();
  }

  // From what is known by now; what is there already stays as it is.
  show() {
    const run = trainings.of(this.name);
    const going = GOING.includes(run.state);
    this.dataset.state = run.state;
    this.state.textContent = STATES[run.state] ?? run.state;
    this.bar.hidden = !going || run.state === "waiting";
    this.bar.value = run.part ?? 0;
    this.line.textContent = told(run);
    this.verdict.textContent = run.state === "failed" || run.state === "interrupted" ? run.why ?? "" : run.verdict_says || run.warning || "";
    this.verdict.hidden = !this.verdict.textContent;
    this.verdict.className = `verdict ${run.state === "failed" ? "bad" : WELL[run.verdict] ?? ""}`;
    this.heard.show(run.previews ?? [], run.links ?? {});
    if (this.shown !== run.state) this.#turn(run);
    const curves = trainings.known(this.name);
    if (curves) this.#draw(curves);
    else if (run.state !== "waiting") trainings.curves(this.name).then((found) => this.#draw(found)).catch(wrong);
  }

  #draw(curves) {
    this.curves.hidden = !(curves.steps?.step?.length > 1 || curves.judged?.step?.length > 1);
    this.curves.show(curves);
  }

  #turn(run) {
    this.shown = run.state;
    const button = (id, words, work, more = {}) => h("button", { id: `${id}-${this.name}`, onclick: doing(work), ...more }, words);
    const name = this.name;
    const end = () => (run.job ? stop(trainings.of(name).job) : act("runs_stop", { name }));
    const halt = button("stop", "Stop", end, { title: "What it has learnt so far can be played" });
    const ways = {
      training: [button("pause", "Pause", () => act("runs_pause", { name }), { title: "It keeps what it has, and frees the machine" }), halt],
      paused: [button("go-on", "Go on", () => act("runs_go_on", { name }), { class: "main" }), halt],
      waiting: [button("next", "Next, please", () => act("runs_next", { name }), { title: "Before the others that wait" }), button("call-off", "Call off", end)],
    };
    const again = button("resume", "Go on", () => this.resume(), { title: "From where it was" });
    const play = button("play", "Play it", () => this.play(), { class: "main" });
    this.buttons.replaceChildren(...(ways[run.state] ?? [run.state !== "done" && again, ["done", "stopped"].includes(run.state) && run.step > 0 && play].filter(Boolean)));
  }

  // It is followed on the feed; only what goes wrong at once is told here.
  async resume() {
    await post("/api/train", { resume: this.name });
    await trainings.list();
  }

  async play() {
    await post("/api/session/load", { name: this.name });
    say(`'${this.name}' is loaded.`);
    goto("play");
  }
}

// "step 320 of 1200, pass 4.1, 35 s left"
function told(run) {
  if (run.state === "waiting") return run.note ?? "";
  const parts = [];
  if (run.steps) parts.push(`step ${run.step} of ${run.steps}`);
  if (run.epoch) parts.push(`pass ${run.epoch.toFixed(1)} over all recordings`);
  if (run.state === "training" && run.left > 0 && run.part < 0.94) parts.push(`${lasting(run.left)} left`);
  if (run.state === "training" && (!run.steps || run.part >= 0.94) && run.note) parts.push(run.note);
  return parts.join(", ");
}

customElements.define("timbrel-training", Training);
export { Training };
