// Lists what is in the log of a match, without its rules: shared/replay/LOG.md.
//   node log.mjs FILE     (a stored log is unpacked by: zstd -d FILE.zst)
import { readFileSync } from "node:fs";

class Truncated extends Error {}

class Bytes {
  constructor(bytes) { (this.bytes = bytes), (this.at = 0); }
  take(n) {
    if (this.at + n > this.bytes.length) throw new Truncated();
    return this.bytes.subarray(this.at, (this.at += n));
  }
  u8() { return this.take(1)[0]; }
  u64() { return this.take(8).readBigUInt64LE(); }
  n() {
    for (let v = 0, weight = 1, i = 0; i < 5; i++, weight *= 128) {
      const b = this.u8();
      v += (b & 0x7f) * weight;
      if (b < 0x80) return v;
    }
    throw new Error("a number of more than 5 bytes");
  }
  z() {
    const v = this.n();
    return v % 2 ? -(v + 1) / 2 : v / 2;
  }
  text() { return new TextDecoder("utf-8", { fatal: true }).decode(this.take(this.u8())); }
}

function header(b) {
  if (b.take(7).toString("latin1") !== "perirep") throw new Error("not the log of a match");
  const version = b.u8();
  if (version !== 10) throw new Error(`version ${version}, not 10`);
  return {
    game: b.text(), mode: b.text(), rules: b.n(), seed: String(b.u64()), seats: b.n(), rate: b.n(), points: b.n(), seconds: b.n(),
    arenas: new TextDecoder().decode(b.take(b.n())).split("\n").filter((line) => line).map((line) => JSON.parse(line).name),
    axes: b.u8(), wide: b.u8(), node: b.text(), room: b.text(), flags: b.u8(), began: Number(b.u64()),
  };
}

// skipInput reads what one player holds and forgets it.
function skipInput(b, h, looked) {
  const changed = b.u8();
  if (changed >> (h.axes + 1)) throw new Error("an axis that there is not");
  for (let i = 0; i <= h.axes; i++) if ((changed >> i) & 1) b.take((h.wide >> i) & 1 ? 2 : 1);
  if (looked) b.z(), b.u8();
}

// skipColumns reads the inputs of all ticks of a segment and forgets them.
function skipColumns(b, h) {
  let columns = 1 + h.axes + 1 + 2; // changes, a column for each axis and the buttons, view and fraction
  for (let i = 0; i <= h.axes; i++) columns += (h.wide >> i) & 1;
  const lengths = Array.from({ length: columns }, () => b.n());
  for (const n of lengths) b.take(n);
}

const HOLDERS = ["nobody", "bot", "player"];
const PHASES = ["live", "won", "aborted", "uncounted"];
const seatOf = (n) => (n === 0 ? null : n - 1);

// list returns what a log tells: kills and goals by tick, who sat where, how often what.
export function list(bytes) {
  const b = new Bytes(bytes);
  const log = { ...header(b), ticks: 0, last: 0, hashes: 0, states: 0, lines: 0, edits: 0, withdrawn: 0, segments: [], marks: [], people: {}, left: [], round: null, truncated: false };
  const seat = (v) => {
    if (v >= log.seats) throw new Error(`seat ${v} of ${log.seats}`);
    return v;
  };
  const records = [
    (v) => { // tick
      for (let i = 0; i < v; i++) skipInput(b, log, b.n() % 2);
      log.ticks++, log.last++;
    },
    (v) => seat(v), // join
    (v) => seat(v), // leave
    () => { b.take(8), log.hashes++; },
    (v) => { b.take(v), log.states++; },
    () => { // segment
      const tick = b.n();
      log.last = tick;
      log.segments.push({ tick, after: b.n() });
    },
    (v) => { // seat
      const holder = HOLDERS[b.u8() & 3], [epoch, , joined] = [b.n(), b.n(), b.n()];
      b.take(8); // rating
      log.people[seat(v)] = { holder, epoch, joined, account: b.text(), name: b.text() };
    },
    (v) => { // leaver
      const joined = b.n(), points = b.z(), figures = [b.z(), b.z(), b.z(), b.z()];
      log.left.push({ seat: seat(v), joined, points, figures, account: b.text(), name: b.text() });
    },
    (v) => { log.round = { phase: PHASES[v], match: b.text(), began: Number(b.u64()), tick: b.n() }; },
    () => { log.marks.push({ tick: log.last, actor: seatOf(b.n()), target: seatOf(b.n()), means: b.text() }); },
    (v) => { log.lines += v; },
    () => skipColumns(b, log), // inputs
    (v) => { seat(v), b.n(), b.take(b.n()), log.edits++; },
    (v) => { log.withdrawn |= v; }, // places of arenas
  ];
  try {
    while (b.at < bytes.length) {
      const head = b.n();
      if (!records[head % 16]) throw new Error(`record ${head % 16}`);
      records[head % 16](Math.floor(head / 16));
    }
  } catch (e) {
    if (!(e instanceof Truncated)) throw e;
    log.truncated = true;
  }
  return log;
}

console.log(JSON.stringify(list(readFileSync(process.argv[2]))));
