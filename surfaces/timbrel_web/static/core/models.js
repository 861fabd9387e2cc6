// The models there are, asked for once by whoever wants to know, until they change.

import { get } from "./api.js";
import { session } from "./session.js";

let asked = null;

// Their cards, by name.
export function models() {
  asked ??= get("/api/models").then((answer) => answer.models);
  asked.catch(forget);
  return asked;
}

const forget = () => (asked = null);

// Here before any part listens: whoever asks on hearing the news gets the new ones.
for (const event of ["models", "link"]) session.addEventListener(event, forget);
