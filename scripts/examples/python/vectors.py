"""Tests the decoder with the vectors that belong to the documents: python3 vectors.py"""

import json
import pathlib

from motion import Arena, length, sine
from snapshot import ClientState

ROOT = pathlib.Path(__file__).parents[3]
count = 0


def load(file):
    return json.loads((ROOT / file).read_text())


def check(got, want, about):
    global count
    count += 1
    if got != want:
        raise SystemExit(f"{about}: {got}, want {want}")


m = load("sim/ships/testdata/motion.json")
for c in m["sines"]:
    check(sine(c["angle"]), c["sine"], "sine")
for c in m["roots"]:
    check(length(c["x"], c["y"]), c["length"], "length")
for c in m["arenas"]:
    a = Arena(**c["config"])
    check([a.radius, a.star, a.corona, a.rocks, a.pads], [c[k] for k in ("radius", "star", "corona", "rocks", "pads")], "arena")
for c in m["gravity"]:
    check(Arena(**c["config"]).gravity(c["x"], c["y"]), (c["pull_x"], c["pull_y"]), "gravity")
for c in m["forecasts"]:
    Arena(**c["config"]).forecast(c["kind"], c["words"], c["ticks"])
    check(c["words"], c["after"], c["about"])
for c in m["rocks"]:
    check(Arena(**c["config"]).rock(c["rock"], c["tick"]), (c["x"], c["y"], c["radius"]), "rock")
for c in m["pads"]:
    check(Arena(**c["config"]).pad(c["pad"], c["tick"]), (c["x"], c["y"]), "pad")
for c in m["pulses"]:
    check(Arena(**c["config"]).pulse(c["words"], c["tick"]), (c["x"], c["y"]) if c["alive"] else None, "pulse")
for c in m["flares"]:
    a = Arena(**c["config"])
    check([*a.flare(c["tick"]), a.corona_at(c["tick"])], [c[k] for k in ("notice", "begin", "end", "corona")], "flare")

still = {"config": {"seed": 1, "mode": "skirmish", "seats": 4, "rate": 60}, "frames": load("shared/snapshot/testdata/golden.json")}
for conversation in [still, *load("shared/snapshot/testdata/moving.json")]:
    state = ClientState(conversation["config"])
    for f in conversation["frames"]:
        state.apply(f["tick"], bytes.fromhex(f["body"]))
        check([vars(e) for e in state.entities], f["entities"], f["about"])
        events = [{"to": None, **e} for e in f.get("events") or []]
        check([vars(e) for e in state.events], events, f["about"])
        check(state.own, f["own"], f["about"])
        check(state.radar, f["radar"] or [], f["about"])
print(f"{count} vectors are right")
