// Things put into the trash and taken out of it again, and files saved on this computer.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { doing, say } from "../core/say.js";

// `then` is told of the way there and of the way back.
export async function putAway(action, args, name, then) {
  const { number } = await act(action, args);
  await then();
  const back = doing(async () => {
    const { says } = await act("library_undo", { number });
    say(says);
    await then();
  });
  say(`${name} lies in the trash.`, { undo: back });
}

export function saved(link) {
  h("a", { href: `${link}?download=true`, download: "" }).click();
}
