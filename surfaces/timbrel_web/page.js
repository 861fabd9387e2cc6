// The knobs of the session, a button that makes a sound, and the sound.

const POLL = 500; // ms between looks at the session
const HELD = 1000; // ms for which a knob just moved here is left alone: no echo pulls it back

const at = (id) => document.getElementById(id);
const plain = (name) => name.replaceAll(" ", "_"); // an id knows no spaces
const touched = new Map();
const waiting = new Map();
let drawn = "";
let sending = false;

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, options);
  const facts = await answer.json();
  if (!answer.ok) throw new Error(facts.detail);
  return facts;
}

function say(text) {
  at("said").textContent = text;
}

function place(name, value) {
  const range = at(`knob-${plain(name)}`);
  if (!range) return;
  range.value = value;
  range.parentElement.querySelector("output").textContent = Number(value).toFixed(2);
}

// One request is under way at a time, and the newest value of each knob goes with the next.
async function flush() {
  if (sending || waiting.size === 0) return;
  sending = true;
  const moves = Object.fromEntries(waiting);
  waiting.clear();
  try {
    await ask("/api/session/move", moves);
  } catch (error) {
    say(error.message);
  }
  sending = false;
  flush();
}

function moved(name, value) {
  touched.set(name, Date.now());
  waiting.set(name, Number(value));
  place(name, value);
  flush();
}

function knob(control) {
  const row = document.createElement("div");
  row.className = "knob";
  const label = document.createElement("label");
  label.htmlFor = `knob-${plain(control.name)}`;
  label.textContent = control.name;
  const range = document.createElement("input");
  Object.assign(range, {
    type: "range",
    id: `knob-${plain(control.name)}`,
    min: control.low,
    max: control.high,
    step: "any",
    disabled: control.inert !== "",
  });
  range.addEventListener("input", () => moved(control.name, range.value));
  range.addEventListener("dblclick", () => moved(control.name, control.rest));
  const says = document.createElement("small");
  says.textContent = control.inert || control.says;
  row.append(label, range, document.createElement("output"), says);
  return row;
}

function draw(session) {
  const now = JSON.stringify([session.model, session.controls]);
  if (now !== drawn) {
    drawn = now;
    at("knobs").replaceChildren(...session.controls.map(knob));
    at("make").disabled = session.model === "";
    at("model").value = session.model;
  }
  for (const [name, value] of Object.entries(session.values)) {
    if (Date.now() - (touched.get(name) ?? 0) > HELD) place(name, value);
  }
}

async function look() {
  try {
    draw(await ask("/api/session"));
  } catch (error) {
    say(`The server does not answer: ${error.message}`);
  }
  setTimeout(look, POLL);
}

async function list() {
  const { models } = await ask("/api/models");
  at("empty").hidden = models.length > 0;
  const none = new Option("none", "");
  none.disabled = true;
  at("model").replaceChildren(none, ...models.map((card) => new Option(card.name, card.name)));
}

async function ended(job) {
  while (!("result" in job || "problem" in job)) {
    say(`${job.note || job.state} (${Math.round(100 * job.part)} %)`);
    await new Promise((go) => setTimeout(go, 200));
    job = await ask(`/api/jobs/${encodeURIComponent(job.id)}`);
  }
  if (job.problem) throw new Error(job.problem.detail);
  return job.result;
}

async function make() {
  at("make").disabled = true;
  say("Making a sound ...");
  try {
    const session = await ask("/api/session");
    const set = Object.entries(session.values).map(([name, value]) => `${name}=${value}`);
    const seed = Math.floor(Math.random() * 2 ** 31);
    const begun = await ask("/api/generate", { model: session.model, seed, set });
    const made = "state" in begun && "id" in begun ? await ended(begun) : begun;
    const { takes } = await ask("/api/takes");
    const take = takes.at(-1);
    say(made.says);
    at("sound").hidden = false;
    at("sound").src = take.audio;
    at("sound").play().catch(() => {});
  } catch (error) {
    say(error.message);
  }
  at("make").disabled = false;
}

at("make").addEventListener("click", make);
at("model").addEventListener("change", async () => {
  say("Loading ...");
  try {
    draw(await ask("/api/session/load", { name: at("model").value }));
    say("");
  } catch (error) {
    say(error.message);
  }
});

await list();
look();
