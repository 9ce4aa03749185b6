// Tests the decoder with the vectors that belong to the documents: node vectors.mjs
import { deepStrictEqual as same } from "node:assert";
import { readFileSync } from "node:fs";
import * as motion from "./motion.mjs";
import { ClientState } from "./snapshot.mjs";

const load = (file) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url)));
const numbers = (list) => list.map(Number);
let count = 0;
const check = (got, want, about) => { same(got, want, `${about}: ${JSON.stringify([got, want])}`); count++; };

const m = load("sim/ships/testdata/motion.json");
for (const c of m.sines) check(Number(motion.sine(BigInt(c.angle))), c.sine, "sine");
for (const c of m.roots) check(Number(motion.length(BigInt(c.x), BigInt(c.y))), c.length, "length");
for (const c of m.arenas) {
  const a = motion.arenaOf(c.config);
  check(numbers([a.radius, a.star, a.corona, a.rocks, a.pads]), [c.radius, c.star, c.corona, c.rocks, c.pads], "arena");
}
for (const c of m.gravity) check(numbers(motion.gravity(motion.arenaOf(c.config), BigInt(c.x), BigInt(c.y))), [c.pull_x, c.pull_y], "gravity");
for (const c of m.forecasts) {
  motion.forecast(motion.arenaOf(c.config), c.kind, c.words, c.ticks);
  check(c.words, c.after, c.about);
}
for (const c of m.rocks) check(numbers(motion.rock(motion.arenaOf(c.config), c.rock, c.tick)), [c.x, c.y, c.radius], "rock");
for (const c of m.pads) check(numbers(motion.pad(motion.arenaOf(c.config), c.pad, c.tick)), [c.x, c.y], "pad");
for (const c of m.pulses) {
  const at = motion.pulse(motion.arenaOf(c.config), c.words, c.tick);
  check(at && numbers(at), c.alive ? [c.x, c.y] : undefined, "pulse");
}
for (const c of m.flares) {
  const a = motion.arenaOf(c.config);
  check([...motion.flare(a, c.tick), Number(motion.coronaAt(a, c.tick))], [c.notice, c.begin, c.end, c.corona], "flare");
}

const conversations = [{ config: { seed: 1, mode: "skirmish", seats: 4, rate: 60 }, frames: load("shared/snapshot/testdata/golden.json") }];
for (const { config, frames } of [...conversations, ...load("shared/snapshot/testdata/moving.json")]) {
  const state = new ClientState(config);
  for (const f of frames) {
    state.apply(f.tick, Buffer.from(f.body, "hex"));
    check(state.entities, f.entities, f.about);
    check(state.events.map((e) => JSON.stringify(e)), (f.events ?? []).map(({ tick, kind, id, to, words }) => JSON.stringify({ tick, kind, id, to, words })), f.about);
    check(state.own, f.own, f.about);
    check(state.radar, f.radar ?? [], f.about);
  }
}
console.log(`${count} vectors are right`);
