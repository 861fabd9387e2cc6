// Dark or light: as the system has it, until the person says otherwise.

const KEY = "timbrel-dark";

export const dark = () => document.body.classList.contains("dark");

export function darken(wish) {
  document.body.classList.toggle("dark", wish);
  localStorage.setItem(KEY, wish ? "yes" : "no");
}

const kept = localStorage.getItem(KEY);
if (kept) document.body.classList.toggle("dark", kept === "yes");
