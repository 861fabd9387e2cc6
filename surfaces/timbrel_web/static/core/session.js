// The session as it stands, one for the whole page: its knobs, the jobs, and news of the rest.
//
// Events: "session" (another model is loaded), "moved" (detail: the knobs that moved),
// "job" (detail: the job), "take" (detail: the take), "models", "link" (detail: whether the
// server is there).

const ORIGIN = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
const AGAIN = 1000; // ms until a lost connection is tried anew

class Session extends EventTarget {
  model = "";
  controls = [];
  values = {};
  jobs = new Map();
  linked = false;
  #socket = null;
  #waiting = {}; // moves that the next frame sends
  #mine = new Map(); // what this page last sent, by knob: no echo of it moves a knob back
  #timer = 0;

  begin() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = new WebSocket(`${scheme}://${location.host}/api/feed`);
    this.#socket.addEventListener("open", () => this.#link(true));
    this.#socket.addEventListener("message", (message) => JSON.parse(message.data).forEach((one) => this.#hear(one)));
    this.#socket.addEventListener("close", () => {
      this.#link(false);
      setTimeout(() => this.begin(), AGAIN);
    });
  }

  // Move knobs: at once here, on the server within a frame. Only the newest of each is sent.
  move(values) {
    for (const [name, value] of Object.entries(values)) {
      this.values[name] = value;
      this.#mine.set(name, value);
    }
    Object.assign(this.#waiting, values);
    this.#tell("moved", values);
    this.#timer ||= setTimeout(() => this.#send(), 16);
  }

  control(name) {
    return this.controls.find((control) => control.name === name);
  }

  #send() {
    this.#timer = 0;
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ origin: ORIGIN, move: this.#waiting }));
    this.#waiting = {};
  }

  #hear({ event, ...facts }) {
    if (event === "session") this.#loaded(facts);
    else if (event === "moved") this.#elsewhere(facts);
    else if (event === "job") this.#worked(facts.job);
    else if (event !== "alive") this.#tell(event, facts.take ?? facts.detail ?? facts);
  }

  // What was moved here and is yet to be sent outlives a lost connection, not another model.
  #loaded({ model, controls, values }) {
    if (model !== this.model) this.#waiting = {};
    Object.assign(this, { model, controls, values: { ...values, ...this.#waiting } });
    this.#mine.clear();
    this.#tell("session", model);
  }

  // A move of this page comes back to it: only a corrected value counts, and only the last.
  #elsewhere({ values, origin }) {
    const own = origin === `page:${ORIGIN}`;
    const told = Object.entries(values).filter(([name, value]) => {
      if (own) return !(name in this.#waiting) && this.#corrected(name, value);
      return !(name in this.#waiting);
    });
    if (!told.length) return;
    const moved = Object.fromEntries(told);
    Object.assign(this.values, moved);
    this.#tell("moved", moved);
  }

  #corrected(name, value) {
    const control = this.control(name);
    const sent = this.#mine.get(name);
    if (!control || sent === undefined) return true;
    return (sent < control.low || sent > control.high) && Math.abs(sent - value) > 1e-9;
  }

  #worked(job) {
    this.jobs.set(job.id, job);
    this.#tell("job", job);
  }

  #link(linked) {
    this.linked = linked;
    this.#tell("link", linked);
    if (linked && Object.keys(this.#waiting).length) this.#send();
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

export const session = new Session();

const OVER = new Set(["done", "stopped", "failed"]);

export const over = (job) => OVER.has(job.state) && ("result" in job || "problem" in job);

// The job as it is at its end.
export function followed(job) {
  return new Promise((resolve) => {
    const known = session.jobs.get(job.id) ?? job;
    if (over(known)) return resolve(known);
    const heard = ({ detail }) => {
      if (detail.id !== job.id || !over(detail)) return;
      session.removeEventListener("job", heard);
      resolve(detail);
    };
    session.addEventListener("job", heard);
  });
}
