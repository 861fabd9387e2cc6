// A file that somebody gave us, brought to the server: where it lies there.

import { Problem } from "../core/api.js";

export async function handed(file, suffix) {
  if (!file.name.toLowerCase().endsWith(suffix)) throw new Problem(`${file.name} is no ${suffix} file.`);
  const batch = `given-${Date.now().toString(36)}`;
  const answer = await fetch(`/api/uploads?${new URLSearchParams({ batch, path: file.name })}`, { method: "POST", body: file });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(told.detail ?? `${file.name} could not be brought in.`);
  return `${told.folder}/${told.path}`;
}
