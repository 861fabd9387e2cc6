// The server's actions, called by name; what takes a while is followed to its end.

export class Problem extends Error {}

export async function get(path) {
  return read(await fetch(path));
}

export async function post(path, body = {}) {
  return read(await sent(path, body));
}

function sent(path, body) {
  const headers = { "Content-Type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function read(answer) {
  const facts = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(facts.detail ?? `The server answered ${answer.status}.`);
  return facts;
}

// act("generate", {model: "bell"}) answers with the result, of a job too. `begun` is told the
// job as it starts; what it returns is not waited for. Absent arguments are left out.
export async function act(action, given = {}, begun = () => {}) {
  const args = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
  const answer = await sent(`/api/${action}`, args);
  const facts = await read(answer);
  if (answer.status !== 202) return facts; // a job answers that it has begun
  begun(facts);
  return ended(facts);
}

// A job's result, or its problem thrown, once it has ended.
export async function ended(job) {
  const { followed } = await import("./session.js");
  const last = await followed(job);
  if (last.problem) throw new Problem(last.problem.detail);
  return { ...last.result, links: { ...last.result?.links, ...last.links } };
}

export function stop(job) {
  return post(`/api/jobs/${encodeURIComponent(job.id)}/stop`);
}
