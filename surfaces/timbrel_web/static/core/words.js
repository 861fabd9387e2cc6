// Numbers, lengths and dates as people write them.

export const clock = (seconds) => {
  const whole = Math.max(0, seconds);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${(whole % 60).toFixed(1).padStart(4, "0")}`;
};

export const bytes = (size) => {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, size)) / 3));
  return `${(size / 1000 ** step).toFixed(step ? 1 : 0)} ${units[step]}`;
};

export const day = (iso) => new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

export const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value).toFixed(2);
