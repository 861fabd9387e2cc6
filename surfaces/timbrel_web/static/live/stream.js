// The live sound as the server sends it: blocks of samples, and how it stands.
//
// Events: "block" (detail: first, rate, samples with the channels interleaved, underruns, lost),
// "stands" (detail: state, model, problem, ahead, volume, rate, seed, recording), "link" (detail: whether it is there).

const HEAD = 32; // bytes before the samples
const AGAIN = 500; // ms until a lost connection is tried anew

export class Stream extends EventTarget {
  #socket = null;

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api/live/sound`);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#tell("link", true));
    socket.addEventListener("message", ({ data }) => (typeof data === "string" ? this.#tell("stands", JSON.parse(data)) : this.#tell("block", read(data))));
    socket.addEventListener("close", () => this.#lost(socket));
    this.#socket = socket;
  }

  close() {
    this.#socket?.close();
    this.#socket = null;
  }

  #lost(socket) {
    if (this.#socket !== socket) return;
    this.#tell("link", false);
    setTimeout(() => this.#socket === socket && this.open(), AGAIN);
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

// 'TIMB', frames, channels, rate, underruns, lost, first frame; then the samples.
function read(data) {
  const head = new DataView(data);
  const [frames, channels, rate, underruns, lost] = [4, 8, 12, 16, 20].map((at) => head.getUint32(at, true));
  const first = Number(head.getBigUint64(24, true));
  return { first, rate, underruns, lost, samples: new Float32Array(data, HEAD, frames * channels) };
}
