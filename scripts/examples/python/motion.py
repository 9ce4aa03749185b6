"""How things move without input, and where rocks and pads are: sim/MOTION.md, line by line.

Python's integers do not overflow, and >> rounds down as the document requires. Its // also
rounds down, but a division of the document rounds towards zero: that is div0.
"""

import json
import math

KIND_SHIP, KIND_SEEKER = 1, 3
THRUST = 460, 420, 400, 405  # by class


def N(n):
    return n << 16


def div0(a, b):
    """a / b, towards zero; b is never negative."""
    return a // b if a >= 0 else -(-a // b)


def mul(a, b):
    return a * b >> 16


def div(a, b):
    return div0(a << 16, b)


def sqrt(a):
    return math.isqrt(a << 16) if a > 0 else 0


def length(x, y):
    return math.isqrt((x >> 2) ** 2 + (y >> 2) ** 2) << 2


S = [math.floor(2**30 * math.sin(math.pi * i / 2048) + 0.5) for i in range(1025)]


def sine(angle):
    a = angle & 0xFFFFFFFF
    q = a & 0x3FFFFFFF
    if a & 1 << 30:
        q = (1 << 30) - q
    i, f = q >> 20, q & 0xFFFFF
    s = S[i] + ((S[i + 1] - S[i]) * f >> 20) if f else S[i]
    return -s if a >> 31 else s


def ring(a, r):
    return sine(a + 2**30) * (r >> 2) >> 28, sine(a) * (r >> 2) >> 28


def unit(h):
    return sine((h << 16) + 2**30) >> 14, sine(h << 16) >> 14


class Arena:
    """The arena of a config, for forecasts: as large as the largest of the match."""

    def __init__(self, seed, mode, seats, rate, arenas="", editable=False):
        self.seed, self.mode, self.sided, self.rate = seed, mode, mode != "skirmish", rate or 60
        sizes = [json.loads(line) for line in arenas.splitlines()] or [{"perSeat": 450, "radius": 1500}]
        self.radius = max(min(max(sqrt(N(seats)) * a["perSeat"], N(a["radius"])), N(24000)) for a in sizes)
        if editable:  # it may grow
            self.radius = max(self.radius, N(8000))
        self.star = mul(N(120), sqrt(self.radius // 1500))
        self.corona = self.star * 270 // 100
        self.mass = self.star * 1000
        self.rocks = 6 + (self.radius >> 16) // 200
        self.pads = 3 + (self.radius >> 16) // 450
        if self.sided:
            self.rocks, self.pads = self.rocks & ~1, self.pads & ~1

    def ticks(self, ms):
        return max(ms * self.rate // 1000, 1)

    def gravity(self, x, y, r=None):
        r = length(x, y) if r is None else r
        if r < N(1):
            return 0, 0
        g = min(div(self.mass, r), N(380))
        per = (g << 32) // r
        return -(x * per >> 32), -(y * per >> 32)

    def pull(self, x, y, vx, vy, words):
        """The acceleration of a ship."""
        r, v = length(x, y), length(vx, vy)
        px, py = self.gravity(x, y, r)
        if r > self.radius:
            per = div((r - self.radius) * 6, r)
            px, py = px - mul(x, per), py - mul(y, per)
        loss = 5242
        if v > N(260):
            loss += div((v - N(260)) * 250 // 100, v)
        px, py = px - mul(vx, loss), py - mul(vy, loss)
        fx, fy = unit(words[4] << 8)
        t, s = (min(max(w, -1), 1) for w in words[5:7])
        e = N(THRUST[words[11]]) // (179 if t and s else 127) * 127
        px += mul(fx, e * t) + mul(-fy, e * s)
        py += mul(fy, e * t) + mul(fx, e * s)
        if words[9] & 1:
            px, py = px + mul(fx, N(600)), py + mul(fy, N(600))
        return px, py

    def forecast(self, kind, words, ticks):
        """Changes the words of an entity to what they are some ticks later."""
        if kind not in (KIND_SHIP, KIND_SEEKER):
            return
        n = min(ticks, self.rate)
        x, y, vx, vy = words[0] << 12, words[1] << 12, words[2] << 14, words[3] << 14
        px, py = self.pull(x, y, vx, vy, words) if kind == KIND_SHIP else (0, 0)
        gx, gy = div0(px, self.rate), div0(py, self.rate)
        words[0] = word_of(x + div0(vx * n + gx * n * (n + 1) // 2, self.rate))
        words[1] = word_of(y + div0(vy * n + gy * n * (n + 1) // 2, self.rate))
        if kind == KIND_SHIP:
            words[2] = min(max(vx + gx * n + 8192 >> 14, -8191), 8191)
            words[3] = min(max(vy + gy * n + 8192 >> 14, -8191), 8191)

    def birth(self, words, tick, back):
        """The guess of the words of a pulse that a ship, which has these words at a tick, fired so many ticks before."""
        guess = [tick - back & 1023, 0, 0, 0, 0, words[10]]
        for axis, d in enumerate(unit(words[4] << 8)):
            v = words[2 + axis] << 14
            guess[1 + axis] = word_of((words[axis] << 12) - div0(v * back, self.rate) + mul(d, N(18)))
            guess[3 + axis] = min(max(v + mul(d, N(900)) + 8192 >> 14, -8191), 8191)
        return guess

    def rock(self, i, tick):
        """Where rock i is at a tick, and its radius."""
        twin, track = (i & ~1, i | 1) if self.sided else (i, i)
        luck = Luck(self.seed ^ mix(twin + 1))
        inner = self.corona + (self.radius - self.corona) // 6
        lane = (self.radius * 9 // 10 - inner) // self.rocks
        orbit = inner + lane * track + lane * luck.below(100) // 100
        size = N(38 + luck.below(48))
        phase = luck.next() & 0xFFFFFFFF
        if self.sided and i & 1:
            phase += 1 << 31
        turn = (sqrt(self.mass) * 30 // 100 << 16) // (orbit >> 8)
        step = (turn << 8) * 10000 // 62832 // self.rate
        if luck.below(4) == 0:
            step = -step
        return *ring(phase + step * tick, orbit), size

    def pad(self, i, tick):
        """Where pad i is at a tick."""
        ringed = i % (self.pads // 2) if self.sided else i
        angle = (i << 32) // self.pads + tick * (2**32 // (300 * self.rate))
        return ring(angle, self.radius * (55 + ringed % 2 * 20) // 100)

    def pulse(self, words, tick):
        """Where the pulse of these words is at a tick; None if it is over by then."""
        age = tick - words[0] & 1023
        if age >= self.ticks(1100):
            return None
        x, y, vx, vy = words[1] << 12, words[2] << 12, words[3] << 14, words[4] << 14
        for _ in range(age):
            gx, gy = self.gravity(x, y)
            vx, vy = vx + div0(gx, self.rate), vy + div0(gy, self.rate)
            x, y = x + div0(vx, self.rate), y + div0(vy, self.rate)
        return x, y

    def flare(self, tick):
        """Notice, begin and end of the flare of the minute of a tick."""
        n = tick // self.ticks(60000)
        luck = Luck(mix(self.seed) ^ n)
        notice = n * self.ticks(60000) + luck.below(self.ticks(60000) - self.ticks(3000) - self.ticks(5000))
        begin = notice + self.ticks(3000)
        return notice, begin, begin + self.ticks(5000)

    def corona_at(self, tick):
        """The radius of the corona at a tick."""
        _, begin, end = self.flare(tick)
        return self.corona * 2 if begin <= tick < end else self.corona


def word_of(x):
    """A position as a word."""
    return x + 2048 >> 12


def mix(x):
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & 2**64 - 1
    x = (x ^ x >> 27) * 0x94D049BB133111EB & 2**64 - 1
    return x ^ x >> 31


class Luck:
    """SplitMix64."""

    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = self.state + 0x9E3779B97F4A7C15 & 2**64 - 1
        return mix(self.state)

    def below(self, n):
        return (self.next() >> 32) * n >> 32
