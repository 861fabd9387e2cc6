// Every training there is: what the server noted of it, and what its job tells while it goes on.
//
// Events: "listed" (which there are, or in what state), "told" (detail: the name of one that goes on).

import { act, post } from "../core/api.js";
import { wrong } from "../core/say.js";
import { over, session } from "../core/session.js";

const AFAR = 3000; // ms between two looks at what another program trains
const GOING = ["training", "paused", "waiting"];

class Trainings extends EventTarget {
  #noted = new Map();
  #jobs = new Map(); // the newest job of each
  #states = new Map();
  #curves = new Map();
  #timer = 0;

  constructor() {
    super();
    session.addEventListener("job", ({ detail }) => this.#heard(detail));
    for (const job of session.jobs.values()) this.#heard(job);
  }

  async list() {
    const { runs, links } = await act("runs_list");
    this.#noted = new Map(runs.map((run) => [run.name, { ...run, links }]));
    this.#tell("listed");
    clearTimeout(this.#timer);
    if (this.all.some((run) => GOING.includes(run.state) && !run.job)) this.#timer = setTimeout(() => this.list().catch(() => {}), AFAR);
  }

  // Those that go on first, then those that wait, then the others, newest first.
  get all() {
    const names = new Set([...this.#noted.keys(), ...this.#jobs.keys()]);
    const rank = ({ state, place }) => ({ training: 0, paused: 1, waiting: 2 + (place ?? 0) })[state] ?? 1000;
    return [...names].map((name) => this.of(name)).sort((one, other) => rank(one) - rank(other) || ((one.at ?? "") < (other.at ?? "") ? 1 : -1));
  }

  of(name) {
    const noted = this.#noted.get(name) ?? { name, state: "waiting" };
    const job = this.#jobs.get(name);
    if (!job || over(job)) return noted;
    return { ...noted, ...job.facts, state: state(job), note: job.note, part: job.part, links: { ...noted.links, ...job.links }, job };
  }

  // The curves so far; those of before a reload are asked for once.
  async curves(name) {
    const run = this.of(name);
    if (!this.#curves.has(name) || !run.job) {
      const { curves } = await post("/api/runs_show", { name }); // its answer looks like a job's
      this.#curves.set(name, extended(curves?.steps ? curves : empty(), run.job?.facts));
    }
    return this.#curves.get(name);
  }

  known(name) {
    return this.#curves.get(name);
  }

  #heard(job) {
    if (!job.id.startsWith("train-") || !job.facts.run) return;
    const name = job.facts.run;
    const before = this.#jobs.get(name);
    if (before && before.id !== job.id && over(job)) return; // an older one, told once more
    this.#jobs.set(name, job);
    if (before?.id !== job.id) this.#curves.delete(name);
    if (!over(job)) this.#curves.set(name, extended(this.#curves.get(name) ?? empty(), job.facts));
    const now = over(job) ? "over" : `${state(job)} ${job.facts.place ?? 0}`;
    if (this.#states.get(name) === now) return this.#tell("told", name);
    this.#states.set(name, now);
    this.list().catch(wrong);
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

const state = (job) => (job.state === "waiting" ? "waiting" : job.facts.paused ? "paused" : "training");

const empty = () => ({ steps: { step: [] }, judged: { step: [] } });

// Curves are told at each judgement; in between, a point is made of what was told of the steps.
function extended(curves, facts) {
  if (!facts) return curves;
  const told = facts.curves ?? curves;
  const base = (told.steps.step?.at(-1) ?? -1) >= (curves.steps.step?.at(-1) ?? -1) ? copied(told) : { ...copied(curves), judged: told.judged };
  const { steps } = base;
  if (facts.step > (steps.step?.at(-1) ?? -1) && Number.isFinite(facts.loss)) {
    for (const key of new Set([...Object.keys(steps), "step", "loss", "error", "kl"])) if (key in facts) (steps[key] ??= []).push(facts[key]);
  }
  return base;
}

const copied = ({ steps, judged }) => ({ steps: Object.fromEntries(Object.entries(steps).map(([name, column]) => [name, [...column]])), judged });

export const trainings = new Trainings();
