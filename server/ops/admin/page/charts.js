// Charts that draw themselves: lines over the last minutes, and a histogram.
// Each is a function of a canvas and what to show; nothing is remembered but
// where the pointer is.

const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const pointers = new WeakMap();

// follow shows values where the pointer, or a finger, is.
export function follow(canvas, redraw) {
  const move = e => { pointers.set(canvas, e.clientX - canvas.getBoundingClientRect().left); redraw(); };
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerdown", move);
  canvas.addEventListener("pointerleave", () => { pointers.delete(canvas); redraw(); });
}

// begin makes the canvas as sharp as the screen and returns what to draw with.
function begin(canvas) {
  const ratio = devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight;
  if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
    canvas.width = Math.round(w * ratio);
    canvas.height = Math.round(h * ratio);
  }
  const g = canvas.getContext("2d");
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, w, h);
  g.font = "11px system-ui, sans-serif";
  return { g, w, h };
}

// nice is the next round number at or above v, and how many steps lead to it.
function nice(v) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(v, 1e-9)));
  const top = [1, 2, 4, 5, 8, 10].find(m => m * unit >= v * 0.999) * unit;
  return { top, steps: 4 };
}

// lines draws series of numbers over the same points: {points, series: [{name,
// color, of}], show, floor, mark}. mark is a line that values should stay below.
export function lines(canvas, { points, series, show, floor = 1, mark }) {
  const { g, w, h } = begin(canvas);
  const left = 52, right = 6, top = 20, bottom = 16;
  const highest = Math.max(floor, ...points.flatMap(p => series.map(s => s.of(p))));
  const scale = nice(highest);
  const width = w - left - right, height = h - top - bottom;
  const span = 300, step = width / (span - 1);
  const x = i => left + width - (points.length - 1 - i) * step;
  const y = v => top + height * (1 - v / scale.top);

  g.fillStyle = g.strokeStyle = color("edge");
  g.lineWidth = 1;
  g.textAlign = "right";
  for (let i = 0; i <= scale.steps; i++) {
    const v = scale.top * i / scale.steps, at = Math.round(y(v)) + .5;
    g.beginPath(); g.moveTo(left, at); g.lineTo(w - right, at); g.stroke();
    if (i % 2 === 0) { g.fillStyle = color("quiet"); g.fillText(show(v), left - 6, at + 4); }
  }
  g.textAlign = "center";
  for (const [minutes, text] of [[4, "4 min ago"], [2, "2 min ago"]]) g.fillText(text, left + width - minutes * 60 * step, h - 3);
  g.textAlign = "right"; g.fillText("now", w - right, h - 3);
  if (mark !== undefined && mark <= scale.top) {
    g.strokeStyle = color("bad"); g.setLineDash([4, 4]);
    g.beginPath(); g.moveTo(left, y(mark)); g.lineTo(w - right, y(mark)); g.stroke();
    g.setLineDash([]);
  }
  for (const s of series) {
    g.strokeStyle = color(s.color); g.lineWidth = 1.6; g.lineJoin = "round";
    g.beginPath();
    points.forEach((p, i) => i ? g.lineTo(x(i), y(s.of(p))) : g.moveTo(x(i), y(s.of(p))));
    g.stroke();
    if (points.length > 1) {
      g.lineTo(x(points.length - 1), y(0)); g.lineTo(x(0), y(0));
      g.globalAlpha = .09; g.fillStyle = color(s.color); g.fill(); g.globalAlpha = 1;
    }
  }
  const px = pointers.get(canvas);
  let at = points.length - 1;
  if (px !== undefined && points.length) {
    at = Math.min(Math.max(Math.round(points.length - 1 - (left + width - px) / step), 0), points.length - 1);
    g.strokeStyle = color("quiet"); g.lineWidth = 1;
    g.beginPath(); g.moveTo(x(at), top); g.lineTo(x(at), top + height); g.stroke();
  }
  legend(g, left, series, at >= 0 ? points[at] : undefined, show, px !== undefined);
}

function legend(g, x, series, point, show, past) {
  g.textAlign = "left";
  for (const s of series) {
    const text = s.name + " " + (point ? (s.show || show)(s.of(point)) : "");
    g.fillStyle = color(s.color); g.fillRect(x, 4, 8, 8);
    g.fillStyle = color("ink"); g.fillText(text, x + 12, 12);
    x += 24 + g.measureText(text).width;
  }
  if (past && point) { g.fillStyle = color("quiet"); g.fillText(new Date(point.at).toLocaleTimeString(), x, 12); }
}

// histogram draws counts between bounds on a scale of roots, so that the rare
// slow tick is seen beside thousands of quick ones. What lies beyond budget is red.
export function histogram(canvas, { bounds, counts, budget, show }) {
  const { g, w, h } = begin(canvas);
  if (!counts || !counts.length) return;
  const left = 6, top = 20, bottom = 16, height = h - top - bottom;
  const total = counts.reduce((a, b) => a + b, 0), most = Math.max(1, ...counts), each = (w - 2 * left) / counts.length;
  const px = pointers.get(canvas);
  g.textAlign = "center";
  counts.forEach((n, i) => {
    const from = i ? bounds[i - 1] : 0, over = from >= budget * .99;
    const tall = n ? Math.max(2, height * Math.sqrt(n / most)) : 0, x = left + i * each;
    g.fillStyle = color(over ? "bad" : from >= budget * .7 ? "fair" : "ice");
    g.fillRect(x + 1, top + height - tall, each - 2, tall);
    g.fillStyle = color("quiet");
    if (i < bounds.length && i % Math.ceil(40 / each) === 0) g.fillText(show(bounds[i]), x + each, h - 3);
  });
  g.fillStyle = color("edge"); g.fillRect(left, top + height, w - 2 * left, 1);
  const i = px === undefined ? -1 : Math.floor((px - left) / each);
  g.textAlign = "left"; g.fillStyle = color("ink");
  if (i >= 0 && i < counts.length) {
    const range = i < bounds.length ? "up to " + show(bounds[i]) + " ms" : "more than " + show(bounds[i - 1]) + " ms";
    g.fillText(`${counts[i].toLocaleString()} ticks (${(100 * counts[i] / Math.max(total, 1)).toFixed(2)} %) ${range}`, left, 12);
  } else {
    g.fillText(`${total.toLocaleString()} ticks, budget ${show(budget)} ms`, left, 12);
  }
}
