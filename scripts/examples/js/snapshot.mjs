// Decodes the bodies of State frames: shared/snapshot/FORMAT.md.
import { arenaOf, birth, forecast } from "./motion.mjs";

// The table of fields: name, bits, s for signed, p for a position, v for the velocity of the position two
// words before it, w for a player, after a slash the order of small changes, if the field has one, after a
// colon how many bits are left out, after a tilde how near is near enough, and after a plus the order of what a birth is off its guess.
const FIELDS = {
  1: "x20sp/1~3 y20sp/1~3 vx14sv/1:2~1 vy14sv/1:2~1 heading8/2~1 thrust2s strafe2s hull7 shield7 flags5 heat3 class2",
  2: "born10+1 x20sp+3 y20sp+3 vx14s+5 vy14s+5 heat3+1",
  3: "x20sp/2 y20sp/2 vx14sv/4 vy14sv/4 heading8/2",
  4: "x20sp y20sp armed1",
  5: "x20sp y20sp",
  6: "hull7",
  7: "item3",
  8: "points16s/1 kills16/1 deaths16/1 team2 streak8/1 class2 refits8",
  9: "phase2 ends32 round16/2 leader16w limit16 teama16s/1 teamb16s/1 victor2 sudden1 arena4",
  10: "shooter16w xa20sp ya20sp xb20sp yb20sp hit1 heat3",
  11: "shooter16w victim16w weapon3 damage7 x20sp y20sp rewind6 capped1",
  12: "killer16w victim16w weapon3 points5",
  13: "player16w x20sp y20sp",
  14: "x20sp y20sp size8",
  15: "player16w item3 x20sp y20sp",
  16: "player16w item3 x20sp y20sp",
  17: "player16w title3 value16",
  18: "holder16w team2 phase16 distance15 progress8/1 x12s/2 y12s/2",
  19: "x20s y20s gives2 opens32 holder16w progress8/3 contested1",
  20: "player16w gives2 x20s y20s",
  21: "offera4 offerb4 offerc4 votesa8/1 votesb8/1 votesc8/1 ready8/1 players8/1",
  22: "passed32 lap32 best16",
};
const KINDS = Object.fromEntries(Object.entries(FIELDS).map(([kind, list]) => [kind, list.split(" ").map((f, word) => {
  const [, bits, signed, position, velocity, player, small, coarse, near, birth] = f.match(/^[a-z]+(\d+)(s?)(p?)(v?)(w?)(?:\/(\d))?(?::(\d))?(?:~(\d))?(?:\+(\d))?$/);
  return { word, bits: +bits, signed: !!signed, position: !!position, velocity: !!velocity, player: !!player, small: small ? +small : 0, coarse: coarse ? +coarse : 0, near: near ? +near : 0, birth: birth && +birth };
})]));

export const unzigzag = (v) => (v >>> 1) ^ -(v & 1);
export const zigzag = (v) => ((v << 1) ^ (v >> 31)) >>> 0;

// cut keeps the low bits of a word, as a number of its field. An unsigned word of 32 bits
// is stored in two's complement, like all others.
const cut = (f, v) => (f.signed ? (v << (32 - f.bits)) >> (32 - f.bits) : ((v << (32 - f.bits)) >>> (32 - f.bits)) | 0);

// A BitWriter writes what Bits reads.
export class BitWriter {
  bits = [];
  u(n, v) { for (let i = 0; i < n; i++) this.bits.push(Math.floor(v / 2 ** i) & 1); }
  g(k, v) {
    const x = v + 2 ** k, u = Math.floor(Math.log2(x)) - k;
    this.u(u + 1, 2 ** u - 1);
    this.u(k + u, x);
  }
  bytes() {
    const bytes = Buffer.alloc(Math.ceil(this.bits.length / 8));
    this.bits.forEach((bit, i) => { bytes[i >> 3] |= bit << (i & 7); });
    return bytes;
  }
}

export class Bits {
  constructor(bytes) { (this.bytes = bytes), (this.at = 0); }
  bit() {
    const byte = this.bytes[this.at >> 3];
    if (byte === undefined) throw new Error("the body ends early");
    return (byte >> (this.at++ & 7)) & 1;
  }
  u(n) {
    let v = 0;
    for (let i = 0; i < n; i++) if (this.bit()) v += 2 ** i;
    return v;
  }
  g(k) {
    let u = 0;
    while (this.bit()) if (k + ++u > 31) throw new Error("a number is too big");
    return 2 ** (k + u) + this.u(k + u) - 2 ** k;
  }
  word(f) {
    if (f.player) return cut(f, this.g(4) - 1);
    return cut(f, f.position && !this.bit() ? (this.u(16) << 16) >> 16 : this.u(f.bits - f.coarse) << f.coarse);
  }
  words(fields) { return fields.map((f) => this.word(f)); }
  rest() { return this.bytes.subarray((this.at + 7) >> 3); }
  end() {
    while (this.at & 7) if (this.bit()) throw new Error("bits after the end");
    if (this.at >> 3 !== this.bytes.length) throw new Error("bytes after the end");
  }
}

const kindOf = (kind) => KINDS[kind] ?? (() => { throw new Error(`no kind ${kind}`); })();

// An EntityList is one of the two lists of entities, in order of id.
class EntityList {
  entities = [];

  // read advances the list by a span, and reads how it changes; born guesses the words of a pulse.
  read(bits, span, born) {
    const kept = [], keep = (e) => { span.forecast(e); kept.push(e); };
    let at = 0;
    for (let n = bits.g(1); n > 0; n--) {
      const usual = !bits.bit();
      for (let skip = usual ? 0 : bits.g(0); skip > 0; skip--) keep(this.entry(at++));
      const e = this.entry(at++);
      if (usual || !bits.bit()) this.readDelta(bits, e, span);
      else if (!bits.bit()) e.words = bits.words(kindOf(e.kind));
      else continue; // gone
      kept.push(e);
    }
    this.entities.slice(at).forEach(keep);
    const last = {}; // id of each kind
    for (const e of kept) last[e.kind] = e.id;
    for (let n = bits.g(0), kind = 2; n > 0; n--) {
      if (bits.bit()) kind = bits.u(6);
      const id = (last[kind] = ((last[kind] ?? 0) + unzigzag(bits.g(6))) & 0xffff);
      kept.push({ id, kind, words: this.readSpawned(bits, kindOf(kind), id, kept, born) });
    }
    this.entities = kept.sort((a, b) => a.id - b.id);
    if (kept.some((e, i) => i > 0 && kept[i - 1].id === e.id)) throw new Error("an id twice");
  }
  readSpawned(bits, fields, id, kept, born) {
    if (!fields[0].birth || !bits.bit()) return bits.words(fields);
    const back = bits.g(0), ship = kept.find((e) => e.id === (id - 8192) >> 4);
    if (back > 7 || !ship) throw new Error("a pulse of nobody");
    const guess = born(ship.words, back);
    return fields.map((f) => cut(f, guess[f.word] + unzigzag(bits.g(f.birth))));
  }
  entry(i) {
    if (i >= this.entities.length) throw new Error("beyond the end of the list");
    return this.entities[i];
  }
  readDelta(bits, e, span) {
    const fields = kindOf(e.kind), rare = fields.filter((f) => !f.small), lively = fields.filter((f) => f.small);
    const velocities = lively.filter((f) => f.velocity);
    for (let i = 0; i < rare.length && bits.bit(); i++) {
      i += bits.g(0);
      if (i >= rare.length) throw new Error("no such field");
      e.words[rare[i].word] = bits.word(rare[i]);
    }
    const change = (f, start) => {
      const d = bits.bit() ? unzigzag(bits.g(f.small) + 1 + (span.steps === 1 ? 2 * f.near : 0)) << f.coarse : 0;
      e.words[f.word] = cut(f, start + d);
    };
    for (const f of lively) if (!velocities.length || !f.velocity && !f.position) change(f, e.words[f.word]);
    if (!velocities.length) return span.forecast(e);
    span.forecast(e);
    const forecast = [...e.words];
    if (bits.bit()) for (const f of velocities) change(f, forecast[f.word]);
    const moved = bits.bit();
    for (const f of lively.filter((f) => f.position)) {
      const faster = e.words[f.word + 2] - forecast[f.word + 2];
      const start = forecast[f.word] + Math.trunc((faster * 4 * (span.ticks + 1)) / (2 * span.rate));
      if (moved) change(f, start);
      else e.words[f.word] = cut(f, start);
    }
  }
}

// A WordModel predicts one word of the own player, in three ways.
class WordModel {
  last = [0, 0, 0];
  errors = [0, 0, 0];
  predict(i) {
    const [a, b, c] = this.last;
    return [a, 2 * a - b, 3 * a - 3 * b + c][i] | 0;
  }
  bestOrder() { return this.errors.indexOf(Math.min(...this.errors)); }
  golombOrder() { return Math.max((this.errors[this.bestOrder()] + 8) >> 4, 2) - 2; }
  learn(v) {
    this.errors = this.errors.map((error, i) => (3 * error + 16 * (32 - Math.clz32(zigzag((v - this.predict(i)) | 0)))) >> 2);
    this.last = [v, this.last[0], this.last[1]];
  }
}

// A ClientState is the match as a client knows it. After an error it needs a keyframe.
export class ClientState {
  tick = 0;
  complete = false; // a keyframe was decoded, and all States since
  own = new Array(24).fill(0);
  events = [];
  checksums = 0; // verified, without those of keyframes, which do not depend on earlier States

  constructor(config) {
    this.arena = arenaOf(config);
    const many = config.seats > 64;
    this.cellBits = many ? 7 : 8; // of a coordinate of the radar
    this.strips = Array.from({ length: many ? Math.min(Math.ceil(config.seats / 64), 8) : 1 }, () => []);
  }

  get radar() { return this.strips.flat(); }

  get entities() { return [...this.global.entities, ...this.local.entities].sort((a, b) => a.id - b.id); }

  // apply decodes the body of the State of a tick, and returns whether it was a keyframe.
  apply(tick, body) {
    const bits = new Bits(body), keyframe = bits.bit() === 1;
    if (!keyframe && !this.complete) throw new Error("no keyframe yet");
    this.complete = false;
    if (keyframe) this.reset();
    const span = keyframe ? undefined : this.readSpan(bits, tick - this.tick);
    this.readOwn(bits);
    const born = (ship, back) => birth(this.arena, ship, tick, back);
    this.global.read(bits, span, born);
    this.local.read(bits, span, born);
    this.readEvents(bits, tick);
    while (bits.bit()) this.readStrip(bits);
    const sum = bits.bit() ? bits.u(32) : undefined;
    bits.end();
    if (sum !== undefined && sum !== this.checksum()) throw new Error(`checksum mismatch at tick ${tick}`);
    if (sum !== undefined && !keyframe) this.checksums++;
    (this.tick = tick), (this.complete = true);
    return keyframe;
  }
  reset() {
    (this.global = new EntityList()), (this.local = new EntityList());
    this.models = Array.from({ length: 24 }, () => new WordModel());
  }
  readSpan(bits, ticks) {
    const n = bits.g(0) + 1;
    if (n > 64 || ticks <= 0 || ticks > 1024 || ticks % n) throw new Error("no such step");
    const forecastOnce = (e) => {
      forecast(this.arena, e.kind, e.words, ticks / n);
      for (const f of kindOf(e.kind)) if (f.coarse) e.words[f.word] = ((e.words[f.word] + (1 << (f.coarse - 1))) >> f.coarse) << f.coarse;
    };
    return { ticks, steps: n, rate: Number(this.arena.rate), forecast: (e) => { for (let i = 0; i < n; i++) forecastOnce(e); } };
  }
  readOwn(bits) {
    let left = bits.g(1), skip = left > 0 ? bits.g(0) : -1;
    this.own = this.models.map((model) => {
      let v = model.predict(model.bestOrder());
      if (left > 0 && skip-- === 0) {
        v = (v + unzigzag(bits.g(model.golombOrder()) + 1)) | 0;
        skip = --left > 0 ? bits.g(0) : -1;
      }
      model.learn(v);
      return v;
    });
    if (left > 0) throw new Error("more own words than there are");
  }
  readEvents(bits, tick) {
    this.events = [];
    while (bits.bit()) {
      const at = tick - bits.g(2), kind = bits.u(6), id = bits.g(1), to = bits.bit() ? bits.g(4) : undefined;
      this.events.push({ tick: at, kind, id, to, words: bits.words(kindOf(kind)) });
    }
  }
  readStrip(bits) {
    const size = 2 ** this.cellBits, strips = this.strips.length, first = (n) => Math.ceil((n * size) / strips) * size;
    const n = bits.u(Math.ceil(Math.log2(strips)));
    if (n >= strips) throw new Error("no such strip");
    const count = bits.g(4), k = count > 0 ? bits.u(4) : 0, scale = (v) => Math.round((v * 255) / (size - 1));
    let cell = first(n);
    this.strips[n] = Array.from({ length: count }, () => {
      cell += bits.g(k);
      if (cell >= first(n + 1)) throw new Error("a blip out of its strip");
      return [scale(cell % size), scale(Math.floor(cell++ / size))];
    });
  }
  checksum() {
    let sum = 0;
    for (const e of this.entities) {
      let h = e.id + e.kind * 65536;
      for (const word of e.words) {
        h = Math.imul(h ^ word, 0x9e3779b1);
        h ^= h >>> 15;
      }
      sum = (sum + h) | 0;
    }
    return sum >>> 0;
  }
}
