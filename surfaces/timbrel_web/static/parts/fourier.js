// The discrete Fourier transform of a stretch of sound (Cooley and Tukey, radix 2).

// A function of (sound, first sample) that answers with the power of each bin from 0 to size / 2.
// What it answers with is written over by the next call.
export function transformer(size) {
  const window = Float32Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size));
  const [real, imaginary, power] = [new Float32Array(size), new Float32Array(size), new Float32Array(size / 2)];
  const [order, turns] = [reversed(size), circle(size)];
  return (sound, first) => {
    for (let index = 0; index < size; index += 1) {
      real[order[index]] = (sound[first + index] ?? 0) * window[index];
    }
    imaginary.fill(0);
    transform(real, imaginary, turns);
    for (let bin = 0; bin < power.length; bin += 1) power[bin] = real[bin] ** 2 + imaginary[bin] ** 2;
    return power;
  };
}

function reversed(size) {
  const bits = Math.log2(size);
  return Uint32Array.from({ length: size }, (_, index) => {
    let turned = 0;
    for (let bit = 0; bit < bits; bit += 1) turned = (turned << 1) | ((index >> bit) & 1);
    return turned;
  });
}

function circle(size) {
  const at = (index) => (-2 * Math.PI * index) / size;
  return {
    cosine: Float32Array.from({ length: size / 2 }, (_, index) => Math.cos(at(index))),
    sine: Float32Array.from({ length: size / 2 }, (_, index) => Math.sin(at(index))),
  };
}

function transform(real, imaginary, { cosine, sine }) {
  const size = real.length;
  for (let half = 1; half < size; half *= 2) {
    const step = size / (2 * half);
    for (let block = 0; block < size; block += 2 * half) {
      for (let index = 0; index < half; index += 1) {
        const [one, other] = [block + index, block + index + half];
        const [c, s] = [cosine[index * step], sine[index * step]];
        const re = real[other] * c - imaginary[other] * s;
        const im = real[other] * s + imaginary[other] * c;
        real[other] = real[one] - re;
        imaginary[other] = imaginary[one] - im;
        real[one] += re;
        imaginary[one] += im;
      }
    }
  }
}
