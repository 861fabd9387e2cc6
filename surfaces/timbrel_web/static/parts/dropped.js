// What was dropped or chosen, as files with their paths: folders with all that is in them.

export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return chosen(transfer.files);
  const found = [];
  for (const entry of entries) await into(found, entry, "");
  return found;
}

export function chosen(files) {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })).filter(seen);
}

// What to call them all: the folder that they came in, if it was one.
export function called(files) {
  const tops = new Set(files.map(({ path }) => (path.includes("/") ? path.split("/")[0] : "")));
  return tops.size === 1 ? [...tops][0] : "";
}

async function into(found, entry, above) {
  if (entry.name.startsWith(".")) return;
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path });
    return;
  }
  for (const inner of await listed(entry.createReader())) await into(found, inner, `${path}/`);
}

// A reader gives a hundred at the most each time.
async function listed(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}

// Files that the system hides are not what anybody means.
const seen = ({ path }) => !path.split("/").some((part) => part.startsWith("."));
