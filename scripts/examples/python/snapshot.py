"""Decodes the bodies of State frames: shared/snapshot/FORMAT.md."""

import re
from dataclasses import dataclass, field

from motion import Arena

# The table of fields: name, bits, s for signed, p for a position, v for the velocity of the position two words
# before it, w for a player, after a slash the order of small changes, if the field has one, after a colon how
# many bits are left out, after a tilde how near is near enough, and after a plus the order of what a birth is off its guess.
FIELDS = {
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
}


class Malformed(Exception):
    pass


@dataclass(frozen=True)
class Field:
    bits: int
    signed: bool
    position: bool
    velocity: bool
    player: bool
    small: int
    coarse: int
    near: int
    birth: int

    def cut(self, v):
        """The low bits of a word, as a number of this field."""
        v &= (1 << self.bits) - 1
        return v - (1 << self.bits) if (self.signed or self.bits == 32) and v >> self.bits - 1 else v


def parse(row):
    bits, *flags, small, coarse, near, birth = re.fullmatch(r"[a-z]+(\d+)(s?)(p?)(v?)(w?)(?:/(\d))?(?::(\d))?(?:~(\d))?(?:\+(\d))?", row).groups()
    return Field(int(bits), *map(bool, flags), int(small or 0), int(coarse or 0), int(near or 0), int(birth or 0))


KINDS = {kind: [parse(row) for row in rows.split()] for kind, rows in FIELDS.items()}


def fields_of(kind):
    if kind not in KINDS:
        raise Malformed(f"no kind {kind}")
    return KINDS[kind]


def int32(v):
    return (v + 2**31 & 2**32 - 1) - 2**31


def unzigzag(v):
    return v >> 1 ^ -(v & 1)


def zigzag(v):
    return v << 1 if v >= 0 else -v * 2 - 1


class BitWriter:
    """Writes what Bits reads."""

    def __init__(self):
        self.value, self.size = 0, 0

    def u(self, n, v):
        self.value |= v << self.size
        self.size += n

    def g(self, k, v):
        u = (v + (1 << k)).bit_length() - 1 - k
        self.u(u + 1, (1 << u) - 1)
        self.u(k + u, v + (1 << k) & (1 << k + u) - 1)

    def bytes(self):
        return self.value.to_bytes((self.size + 7) // 8, "little")


class Bits:
    def __init__(self, body):
        self.value, self.left = int.from_bytes(body, "little"), 8 * len(body)

    def u(self, n):
        if n > self.left:
            raise Malformed("the body ends early")
        v = self.value & (1 << n) - 1
        self.value >>= n
        self.left -= n
        return v

    def g(self, k):
        u = 0
        while self.u(1):
            u += 1
            if k + u > 31:
                raise Malformed("a number is too big")
        return (1 << k + u) + self.u(k + u) - (1 << k)

    def word(self, f):
        if f.player:
            return f.cut(self.g(4) - 1)
        if f.position and not self.u(1):
            v = self.u(16)
            return v - 2**16 if v >> 15 else v
        return f.cut(self.u(f.bits - f.coarse) << f.coarse)

    def words(self, kind):
        return [self.word(f) for f in fields_of(kind)]

    def rest(self):
        return (self.value >> self.left % 8).to_bytes(self.left // 8, "little")

    def end(self):
        if self.left >= 8 or self.value:
            raise Malformed("something after the end")


@dataclass
class Entity:
    id: int
    kind: int
    words: list


@dataclass
class Event:
    tick: int
    kind: int
    id: int
    to: int | None  # the only player who gets it
    words: list


@dataclass
class EntityList:
    """One of the two lists of entities, in order of id."""

    entities: list = field(default_factory=list)

    def read(self, bits, span, born):
        """Advances the list by a span, and reads how it changes; born guesses the words of a pulse."""
        kept, at = [], 0
        for _ in range(bits.g(1)):
            usual = not bits.u(1)
            skip = 0 if usual else bits.g(0)
            if at + skip >= len(self.entities):
                raise Malformed("beyond the end of the list")
            kept += map(span.forecast, self.entities[at : at + skip])
            e = self.entities[at + skip]
            at += skip + 1
            if usual or not bits.u(1):
                read_delta(bits, e, span)
            elif not bits.u(1):
                e.words = bits.words(e.kind)
            else:
                continue  # it is gone
            kept.append(e)
        kept += map(span.forecast, self.entities[at:]) if span else []
        kind, last = 2, {e.kind: e.id for e in kept}  # last: id of each kind
        for _ in range(bits.g(0)):
            if bits.u(1):
                kind = bits.u(6)
            last[kind] = last.get(kind, 0) + unzigzag(bits.g(6)) & 0xFFFF
            kept.append(Entity(last[kind], kind, read_spawned(bits, kind, last[kind], kept, born)))
        kept.sort(key=lambda e: e.id)
        if any(a.id == b.id for a, b in zip(kept, kept[1:])):
            raise Malformed("an id twice")
        self.entities = kept


def read_spawned(bits, kind, id, kept, born):
    fields = fields_of(kind)
    if not fields[0].birth or not bits.u(1):
        return bits.words(kind)
    back, ship = bits.g(0), [e for e in kept if e.id == id - 8192 >> 4]
    if back > 7 or not ship:
        raise Malformed("a pulse of nobody")
    guess = born(ship[0].words, back)
    return [f.cut(word + unzigzag(bits.g(f.birth))) for f, word in zip(fields, guess)]


def read_delta(bits, e, span):
    fields = fields_of(e.kind)
    rare = [i for i, f in enumerate(fields) if not f.small]
    while rare and bits.u(1):
        skip = bits.g(0)
        if skip >= len(rare):
            raise Malformed("no such field")
        e.words[rare[skip]] = bits.word(fields[rare[skip]])
        del rare[: skip + 1]

    def change(i, start):
        near = 2 * fields[i].near if span.steps == 1 else 0
        d = unzigzag(bits.g(fields[i].small) + 1 + near) if bits.u(1) else 0
        e.words[i] = fields[i].cut(start + (d << fields[i].coarse))

    lively = [i for i, f in enumerate(fields) if f.small]
    velocities = [i for i in lively if fields[i].velocity]
    for i in lively:
        if not velocities or not fields[i].velocity and not fields[i].position:
            change(i, e.words[i])
    forecast = list(span.forecast(e).words)
    if not velocities:
        return
    if bits.u(1):
        for i in velocities:
            change(i, forecast[i])
    moved = bits.u(1)
    for i in lively:
        if fields[i].position:
            start = forecast[i] + span.further(e.words[i + 2] - forecast[i + 2])
            if moved:
                change(i, start)
            else:
                e.words[i] = fields[i].cut(start)


@dataclass
class Span:
    """For how long a frame advances everything: so many steps of so many ticks."""

    arena: Arena
    steps: int
    step: int

    def forecast(self, e):
        for _ in range(self.steps):
            self.arena.forecast(e.kind, e.words, self.step)
            for i, f in enumerate(fields_of(e.kind)):
                if f.coarse:
                    e.words[i] = e.words[i] + (1 << f.coarse - 1) >> f.coarse << f.coarse
        return e

    def further(self, faster):
        """How much further a position is by that much of a velocity, rounded towards zero."""
        further = abs(faster) * 4 * (self.steps * self.step + 1) // (2 * self.arena.rate)
        return further if faster > 0 else -further


class WordModel:
    """Predicts one word of the own player, in three ways."""

    def __init__(self):
        self.last, self.errors = [0, 0, 0], [0, 0, 0]

    def predictions(self):
        a, b, c = self.last
        return [a, int32(2 * a - b), int32(3 * a - 3 * b + c)]

    def best_order(self):
        return self.errors.index(min(self.errors))

    def golomb_order(self):
        return max(min(self.errors) + 8 >> 4, 2) - 2

    def learn(self, v):
        lengths = [zigzag(int32(v - prediction)).bit_length() for prediction in self.predictions()]
        self.errors = [3 * error + 16 * n >> 2 for error, n in zip(self.errors, lengths)]
        self.last = [v, *self.last[:2]]


class ClientState:
    """The match as a client knows it. After an error it needs a keyframe."""

    def __init__(self, config):
        self.arena = Arena(**config)
        self.tick, self.complete = 0, False  # complete: a keyframe was decoded, and all States since
        self.own, self.events = [0] * 24, []
        many = config["seats"] > 64
        self.cell_bits = 7 if many else 8  # of a coordinate of the radar
        self.strips = [[] for _ in range(min(-(-config["seats"] // 64), 8) if many else 1)]
        self.checksums = 0  # verified, without those of keyframes, which do not depend on earlier States

    @property
    def entities(self):
        return sorted(self.lists[0].entities + self.lists[1].entities, key=lambda e: e.id)

    @property
    def radar(self):
        return [blip for strip in self.strips for blip in strip]

    def apply(self, tick, body):
        """Decodes the body of the State of a tick; True if it was a keyframe."""
        bits = Bits(body)
        keyframe = bits.u(1) == 1
        if not keyframe and not self.complete:
            raise Malformed("no keyframe yet")
        self.complete = False
        if keyframe:
            self.lists, self.models = [EntityList(), EntityList()], [WordModel() for _ in range(24)]
        span = None if keyframe else self.read_span(bits, tick - self.tick)
        self.read_own(bits)
        for entities in self.lists:
            entities.read(bits, span, lambda ship, back: self.arena.birth(ship, tick, back))
        self.read_events(bits, tick)
        while bits.u(1):
            self.read_strip(bits)
        checksum = bits.u(32) if bits.u(1) else None
        bits.end()
        if checksum is not None:
            if checksum != self.checksum():
                raise Malformed(f"checksum mismatch at tick {tick}")
            self.checksums += not keyframe
        self.tick, self.complete = tick, True
        return keyframe

    def read_span(self, bits, ticks):
        n = bits.g(0) + 1
        if n > 64 or not 0 < ticks <= 1024 or ticks % n:
            raise Malformed("no such step")
        return Span(self.arena, n, ticks // n)

    def read_own(self, bits):
        left = bits.g(1)
        skip = bits.g(0) if left else -1
        for i, model in enumerate(self.models):
            v = model.predictions()[model.best_order()]
            if left and skip == 0:
                v = int32(v + unzigzag(bits.g(model.golomb_order()) + 1))
                left -= 1
                skip = bits.g(0) if left else -1
            else:
                skip -= 1
            model.learn(v)
            self.own[i] = v
        if left:
            raise Malformed("more own words than there are")

    def read_events(self, bits, tick):
        self.events = []
        while bits.u(1):
            at, kind = tick - bits.g(2), bits.u(6)
            id = bits.g(1)
            to = bits.g(4) if bits.u(1) else None
            self.events.append(Event(at, kind, id, to, bits.words(kind)))

    def read_strip(self, bits):
        size, strips = 1 << self.cell_bits, len(self.strips)
        n = bits.u((strips - 1).bit_length())
        if n >= strips:
            raise Malformed("no such strip")
        cell, end = (-(-(i << self.cell_bits) // strips) * size for i in (n, n + 1))
        count, blips = bits.g(4), []
        k = bits.u(4) if count else 0
        for _ in range(count):
            cell += bits.g(k)
            if cell >= end:
                raise Malformed("a blip out of its strip")
            blips.append([(v * 255 + size // 2 - 1) // (size - 1) for v in (cell % size, cell // size)])
            cell += 1
        self.strips[n] = blips

    def checksum(self):
        total = 0
        for e in self.entities:
            h = e.id + e.kind * 65536
            for word in e.words:
                h = ((h ^ word) & 2**32 - 1) * 0x9E3779B1 & 2**32 - 1
                h ^= h >> 15
            total += h
        return total & 2**32 - 1
