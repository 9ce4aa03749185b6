// How things move without input, and where rocks and pads are: sim/MOTION.md, line by
// line. All numbers are BigInts: their / rounds towards zero and their >> rounds down, as
// the document requires, and they do not overflow.

export const N = (n) => BigInt(n) << 16n;
const mul = (a, b) => (a * b) >> 16n;
const div = (a, b) => (a << 16n) / b;
const min = (a, b) => (a < b ? a : b);
const max = (a, b) => (a > b ? a : b);

export function root(n) {
  let r = BigInt(Math.floor(Math.sqrt(Number(n)))); // nearly right; the next lines correct it
  while (r * r > n) r--;
  while ((r + 1n) * (r + 1n) <= n) r++;
  return r;
}
const sqrt = (a) => (a > 0n ? root(a << 16n) : 0n);
export const length = (x, y) => root((x >> 2n) ** 2n + (y >> 2n) ** 2n) << 2n;

const S = Array.from({ length: 1025 }, (_, i) => BigInt(Math.round(Math.sin((Math.PI * i) / 2048) * 2 ** 30)));

export function sine(angle) {
  const a = BigInt.asUintN(32, angle);
  let q = a & 0x3fffffffn;
  if (a & 0x40000000n) q = 0x40000000n - q;
  const i = Number(q >> 20n), f = q & 0xfffffn;
  const s = f ? S[i] + (((S[i + 1] - S[i]) * f) >> 20n) : S[i];
  return a & 0x80000000n ? -s : s;
}
const quarter = 1n << 30n;
const ring = (a, r) => [(sine(a + quarter) * (r >> 2n)) >> 28n, (sine(a) * (r >> 2n)) >> 28n];
const unit = (h) => [sine((h << 16n) + quarter) >> 14n, sine(h << 16n) >> 14n];

// arenaOf is the arena of a config {seed, mode, seats, rate, arenas, editable}, for forecasts: as large as the largest.
export function arenaOf(c) {
  const rate = BigInt(c.rate || 60), sided = c.mode !== "skirmish";
  const sizes = c.arenas ? c.arenas.split("\n").map((line) => JSON.parse(line)) : [{ perSeat: 450, radius: 1500 }];
  const radius = sizes.map((a) => min(max(sqrt(N(c.seats)) * BigInt(a.perSeat), N(a.radius)), N(24000))).reduce(max, c.editable ? N(8000) : 0n); // one that is changed may grow
  const star = mul(N(120), sqrt(radius / 1500n));
  const corona = (star * 270n) / 100n;
  const mass = star * 1000n;
  let rocks = 6n + (radius >> 16n) / 200n, pads = 3n + (radius >> 16n) / 450n;
  if (sided) [rocks, pads] = [rocks & ~1n, pads & ~1n];
  return { seed: BigInt(c.seed), rate, sided, radius, star, corona, mass, rocks, pads };
}

export function gravity(a, x, y, r = length(x, y)) {
  if (r < N(1)) return [0n, 0n];
  const g = min(div(a.mass, r), N(380));
  const per = (g << 32n) / r;
  return [-((x * per) >> 32n), -((y * per) >> 32n)];
}

const thrust = [460, 420, 400, 405]; // by class

// pull is the acceleration of a ship.
function pull(a, x, y, vx, vy, w) {
  const r = length(x, y), v = length(vx, vy);
  let [px, py] = gravity(a, x, y, r);
  if (r > a.radius) {
    const per = div((r - a.radius) * 6n, r);
    (px -= mul(x, per)), (py -= mul(y, per));
  }
  let loss = 5242n;
  if (v > N(260)) loss += div(((v - N(260)) * 250n) / 100n, v);
  (px -= mul(vx, loss)), (py -= mul(vy, loss));
  const [fx, fy] = unit(BigInt(w[4]) << 8n);
  const t = BigInt(Math.sign(w[5])), s = BigInt(Math.sign(w[6]));
  const e = (N(thrust[w[11]]) / (t && s ? 179n : 127n)) * 127n;
  px += mul(fx, e * t) + mul(-fy, e * s);
  py += mul(fy, e * t) + mul(fx, e * s);
  if (w[9] & 1) (px += mul(fx, N(600))), (py += mul(fy, N(600)));
  return [px, py];
}

// forecast changes the words of an entity to what they are some ticks later.
export function forecast(a, kind, w, ticks) {
  if (kind !== 1 && kind !== 3) return;
  const n = min(BigInt(ticks), a.rate);
  const x = BigInt(w[0]) << 12n, y = BigInt(w[1]) << 12n, vx = BigInt(w[2]) << 14n, vy = BigInt(w[3]) << 14n;
  const [px, py] = kind === 1 ? pull(a, x, y, vx, vy, w) : [0n, 0n];
  const gx = px / a.rate, gy = py / a.rate;
  w[0] = place(x + (vx * n + (gx * n * (n + 1n)) / 2n) / a.rate);
  w[1] = place(y + (vy * n + (gy * n * (n + 1n)) / 2n) / a.rate);
  if (kind === 3) return;
  w[2] = Math.min(Math.max(Number((vx + gx * n + 8192n) >> 14n), -8191), 8191);
  w[3] = Math.min(Math.max(Number((vy + gy * n + 8192n) >> 14n), -8191), 8191);
}
export const place = (x) => Number((x + 2048n) >> 12n); // as a word

const u64 = (x) => BigInt.asUintN(64, x);
function mix(x) {
  x = u64((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  x = u64((x ^ (x >> 27n)) * 0x94d049bb133111ebn);
  return x ^ (x >> 31n);
}

// luck is SplitMix64.
function luck(state) {
  const next = () => mix((state = u64(state + 0x9e3779b97f4a7c15n)));
  return { next, below: (limit) => ((next() >> 32n) * limit) >> 32n };
}

// rock is where rock i is at a tick, and its radius.
export function rock(a, i, tick) {
  const n = BigInt(i), [twin, track] = a.sided ? [n & ~1n, n | 1n] : [n, n];
  const { next, below } = luck(a.seed ^ mix(twin + 1n));
  const inner = a.corona + (a.radius - a.corona) / 6n;
  const lane = ((a.radius * 9n) / 10n - inner) / a.rocks;
  const orbit = inner + lane * track + (lane * below(100n)) / 100n;
  const size = N(38n + below(48n));
  let phase = next() & 0xffffffffn;
  if (a.sided && n & 1n) phase += 1n << 31n;
  const turn = (((sqrt(a.mass) * 30n) / 100n) << 16n) / (orbit >> 8n);
  let step = ((turn << 8n) * 10000n) / 62832n / a.rate;
  if (below(4n) === 0n) step = -step;
  return [...ring(phase + step * BigInt(tick), orbit), size];
}

// pad is where pad i is at a tick.
export function pad(a, i, tick) {
  const n = BigInt(i), ringed = a.sided ? n % (a.pads / 2n) : n;
  const angle = (n << 32n) / a.pads + BigInt(tick) * ((1n << 32n) / (300n * a.rate));
  return ring(angle, (a.radius * (55n + (ringed % 2n) * 20n)) / 100n);
}

// birth is the guess of the words of a pulse that a ship, which has these words at a tick, fired so many ticks before.
export function birth(a, w, tick, back) {
  const [dx, dy] = unit(BigInt(w[4]) << 8n), vx = BigInt(w[2]) << 14n, vy = BigInt(w[3]) << 14n;
  const at = (x, v, d) => place((BigInt(x) << 12n) - (v * BigInt(back)) / a.rate + mul(d, N(18)));
  const speed = (v, d) => Math.min(Math.max(Number((v + mul(d, N(900)) + 8192n) >> 14n), -8191), 8191);
  return [(tick - back) & 1023, at(w[0], vx, dx), at(w[1], vy, dy), speed(vx, dx), speed(vy, dy), w[10]];
}

// pulse is where the pulse of these words is at a tick; undefined if it is over by then.
export function pulse(a, w, tick) {
  const age = (tick - w[0]) & 1023;
  if (age >= Math.max(Math.trunc((1100 * Number(a.rate)) / 1000), 1)) return undefined;
  let [x, y, vx, vy] = [BigInt(w[1]) << 12n, BigInt(w[2]) << 12n, BigInt(w[3]) << 14n, BigInt(w[4]) << 14n];
  for (let i = 0; i < age; i++) {
    const [gx, gy] = gravity(a, x, y);
    (vx += gx / a.rate), (vy += gy / a.rate);
    (x += vx / a.rate), (y += vy / a.rate);
  }
  return [x, y];
}

// flare is notice, begin and end of the flare of the minute of a tick.
export function flare(a, tick) {
  const ticks = (ms) => max((ms * a.rate) / 1000n, 1n), period = ticks(60000n);
  const n = BigInt(tick) / period;
  const notice = n * period + luck(mix(a.seed) ^ n).below(period - ticks(3000n) - ticks(5000n));
  const begin = notice + ticks(3000n);
  return [notice, begin, begin + ticks(5000n)].map(Number);
}

// coronaAt is the radius of the corona at a tick.
export function coronaAt(a, tick) {
  const [, begin, end] = flare(a, tick);
  return tick >= begin && tick < end ? a.corona * 2n : a.corona;
}
