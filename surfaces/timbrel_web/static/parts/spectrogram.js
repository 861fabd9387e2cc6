// How loud a sound is at each pitch as it goes, on a canvas; low pitches at the foot.

import { ramp } from "./colours.js";

export function drawSpectrogram(canvas, { levels, columns, rows }) {
  [canvas.width, canvas.height] = [columns, rows];
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(columns, rows);
  const colours = ramp();
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      const colour = colours[levels[column * rows + row]];
      image.data.set([...colour, 255], 4 * ((rows - 1 - row) * columns + column));
    }
  }
  brush.putImageData(image, 0, 0);
}

const PITCHES = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000];

// [[words, how far from the foot, 0 to 1]] for the axis.
export function pitches({ low, high }) {
  const part = (hertz) => Math.log(hertz / low) / Math.log(high / low);
  return PITCHES.map((hertz) => [hertz < 1000 ? `${hertz}` : `${hertz / 1000}k`, part(hertz)]);
}

// [[words, how far from the beginning, 0 to 1]]: some six times that are easy to say.
export function times(seconds) {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((one) => seconds / one <= 7) ?? 7200;
  const words = (time) => (step >= 60 ? `${time / 60} min` : `${Number(time.toFixed(2))} s`);
  return Array.from({ length: Math.floor(seconds / step + 1e-9) + 1 }, (_, index) => [words(index * step), (index * step) / seconds]);
}
