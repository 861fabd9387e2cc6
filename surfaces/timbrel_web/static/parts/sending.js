// Files on their way to the server: a few at a time, each with how far it is.
//
// Events: "moved" (detail: the file's index), "ended".

const SIDE_BY_SIDE = 3;
const LARGEST = 512 * 2 ** 20; // bytes, as the server has it

export class Sending extends EventTarget {
  folder = ""; // where they lie on the server
  over = false;

  constructor(files) {
    super();
    this.batch = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.files = files.map(({ file, path }) => ({ file, path, size: file.size, sent: 0, state: "waiting", why: "" }));
  }

  get bytes() {
    return this.files.reduce((sum, one) => sum + one.size, 0);
  }

  get sent() {
    return this.files.reduce((sum, one) => sum + (one.state === "sending" ? one.sent : one.state === "waiting" ? 0 : one.size), 0);
  }

  get arrived() {
    return this.files.filter((one) => one.state === "there").length;
  }

  async begin() {
    let next = 0;
    const line = async () => {
      while (next < this.files.length && !this.over) await this.#send(next++);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, line));
    this.over = true;
    this.dispatchEvent(new Event("ended"));
  }

  stop() {
    this.over = true;
    for (const one of this.files) one.request?.abort();
  }

  async #send(index) {
    const one = this.files[index];
    one.state = "sending";
    try {
      if (one.size > LARGEST) throw new Error("It is larger than 512 MiB: send it in parts.");
      this.folder = (await this.#posted(one, index)).folder;
      one.state = "there";
    } catch (error) {
      one.state = "refused";
      one.why = error.message;
    }
    one.request = null;
    this.#tell(index);
  }

  // fetch() cannot tell how far it is.
  #posted(one, index) {
    return new Promise((resolve, reject) => {
      const request = (one.request = new XMLHttpRequest());
      const asked = new URLSearchParams({ batch: this.batch, path: one.path });
      request.open("POST", `/api/uploads?${asked}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = ({ loaded }) => {
        one.sent = loaded;
        this.#tell(index);
      };
      request.onload = () => {
        const told = answered(request.responseText);
        if (request.status < 300) resolve(told);
        else reject(new Error(told.detail ?? `The server answered ${request.status}.`));
      };
      request.onerror = () => reject(new Error("It did not reach the server. Drop it again."));
      request.onabort = () => reject(new Error("Stopped."));
      request.send(one.file);
    });
  }

  #tell(index) {
    this.dispatchEvent(new CustomEvent("moved", { detail: index }));
  }
}

function answered(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
