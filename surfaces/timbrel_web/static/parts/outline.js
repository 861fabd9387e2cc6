// A sound's outline on a canvas: its peaks, and within them how loud it is.

export function drawOutline(canvas, { peaks }) {
  const wide = canvas.width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
  const high = canvas.height = Math.max(1, Math.round(canvas.clientHeight * devicePixelRatio));
  const [peak, body] = [canvas.getContext("2d"), new Path2D()];
  const style = getComputedStyle(canvas);
  const points = peaks.length / 3;
  const y = (value) => (high / 2) * (1 - 0.96 * value);
  peak.fillStyle = style.getPropertyValue("--wave-peak");
  for (let x = 0; x < wide; x += 1) {
    const [low, top, mean] = span(peaks, Math.floor((x * points) / wide), Math.max(1, Math.ceil(points / wide)));
    peak.fillRect(x, y(top), 1, Math.max(devicePixelRatio, y(low) - y(top)));
    const [above, below] = [y(Math.min(mean, top)), y(Math.max(-mean, low))];
    body.rect(x, above, 1, Math.max(0, below - above));
  }
  peak.fillStyle = style.getPropertyValue("--wave-body");
  peak.fill(body);
}

function span(peaks, from, count) {
  const found = [0, 0, 0];
  for (let point = from; point < Math.min(from + count, peaks.length / 3); point += 1) {
    found[0] = Math.min(found[0], peaks[3 * point]);
    found[1] = Math.max(found[1], peaks[3 * point + 1]);
    found[2] = Math.max(found[2], peaks[3 * point + 2]);
  }
  return found;
}
