"""A bot for Perihelion in plain Python, written from shared/protocol/PROTOCOL.md:

    python3 client.py http://127.0.0.1:8080 [checksums]

It joins a match, flies and shoots until it has verified that many checksums (default 20)
and fired, leaves, and prints a report. At the first frame that it cannot decode it ends
with an error.
"""

import base64
import hashlib
import json
import math
import os
import select
import socket
import ssl
import struct
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections import Counter

from motion import word_of
from snapshot import Bits, BitWriter, ClientState, unzigzag, zigzag

VERSION = 20
HELLO, INPUTS, BYE, WELCOME, STATE, ROSTER = 1, 2, 5, 16, 17, 18
BLAST, HIT, KILL, PICKUP = 14, 11, 12, 15


# ---- msgpack, the part of it that the protocol uses


def pack(v):
    if isinstance(v, bool):
        return b"\xc3" if v else b"\xc2"
    if isinstance(v, str):
        text = v.encode()
        return b"\xda" + struct.pack(">H", len(text)) + text
    if isinstance(v, bytes):
        return bytes([0xC4, len(v)]) + v
    if isinstance(v, list):
        return bytes([0x90 | len(v)]) + b"".join(map(pack, v))
    return bytes([v]) if 0 <= v < 128 else b"\xd3" + struct.pack(">q", v)


class Unpack:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if self.at + n > len(self.data):
            raise ValueError("the frame ends early")
        self.at += n
        return self.data[self.at - n : self.at]

    def int(self, n, signed=False):
        return int.from_bytes(self.take(n), "big", signed=signed)

    def list(self, n):
        return [self.value() for _ in range(n)]

    def extension(self, n):
        """An extension as an array: the type of the message, its payload."""
        return [self.int(1), self.take(n)]

    def value(self):
        c = self.int(1)
        if c < 0x80:
            return c
        if c >= 0xE0:
            return c - 256
        if 0xA0 <= c < 0xC0:
            return self.take(c & 31).decode()
        if 0x90 <= c < 0xA0:
            return self.list(c & 15)
        if c in (0xC2, 0xC3):
            return c == 0xC3
        if 0xC4 <= c <= 0xC6:
            return self.take(self.int(1 << c - 0xC4))
        if 0xC7 <= c <= 0xC9:
            return self.extension(self.int(1 << c - 0xC7))
        if 0xD4 <= c <= 0xD8:
            return self.extension(1 << c - 0xD4)
        if 0xCC <= c <= 0xCF:
            return self.int(1 << c - 0xCC)
        if 0xD0 <= c <= 0xD3:
            return self.int(1 << c - 0xD0, signed=True)
        if 0xD9 <= c <= 0xDB:
            return self.take(self.int(1 << c - 0xD9)).decode()
        if c in (0xDC, 0xDD):
            return self.list(self.int(2 if c == 0xDC else 4))
        raise ValueError(f"unknown msgpack type: {c:#x}")


# ---- HTTP and WebSocket


def post(base, path, body, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(urllib.parse.urljoin(base, path), json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as err:
        raise SystemExit(f"{path}: {err.code} {json.load(err).get('detail')}") from None


class Socket:
    """A WebSocket (RFC 6455) with binary messages."""

    def __init__(self, url, protocol, ticket):
        u = urllib.parse.urlsplit(url)
        secure = u.scheme == "wss"
        self.sock = socket.create_connection((u.hostname, u.port or (443 if secure else 80)))
        if secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=u.hostname)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(
            (
                f"GET {u.path} HTTP/1.1\r\nHost: {u.netloc}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                f"Sec-WebSocket-Protocol: {protocol}, perihelion.ticket.{ticket}\r\n\r\n"
            ).encode()
        )
        self.rest, self.parts = b"", []
        while b"\r\n\r\n" not in self.rest:
            self.receive_bytes()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        accept = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        if b" 101 " not in head.split(b"\r\n")[0] or base64.b64encode(accept) not in head:
            raise SystemExit(f"refused: {head.decode()}")

    def receive_bytes(self):
        data = self.sock.recv(65536)
        if not data:
            raise ConnectionError("the connection broke")
        self.rest += data

    def send(self, message):
        self.send_frame(2, pack(message))

    def send_extension(self, kind, bits):
        self.send_frame(2, bytes([0xC7, len(bits), kind]) + bits)

    def send_frame(self, opcode, payload):
        """Sends one frame; a client has to mask it."""
        mask = os.urandom(4)
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
        masked = bytes(byte ^ mask[i & 3] for i, byte in enumerate(payload))
        self.sock.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def messages(self, seconds):
        """Yields the messages that have arrived, after waiting that long for the first."""
        pending = isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()
        if pending or select.select([self.sock], [], [], max(seconds, 0))[0]:
            self.receive_bytes()
        while (frame := self.next_frame()) is not None:
            opcode, whole, payload = frame
            if opcode == 8:
                code = struct.unpack(">H", payload[:2])[0] if payload else 1005
                raise ConnectionError(f"closed: {code} {payload[2:].decode()}")
            if opcode == 9:
                self.send_frame(10, payload)  # answers a ping with a pong
            if opcode <= 2:
                self.parts.append(payload)
                if whole:
                    message, self.parts = b"".join(self.parts), []
                    yield Unpack(message).value()

    def next_frame(self):
        b = self.rest
        if len(b) < 2:
            return None
        extra = {126: 2, 127: 8}.get(b[1] & 127, 0)
        if len(b) < 2 + extra:
            return None
        size = int.from_bytes(b[2 : 2 + extra], "big") if extra else b[1] & 127
        end = 2 + extra + size
        if len(b) < end:
            return None
        self.rest = b[end:]
        return b[0] & 15, b[0] >= 0x80, b[2 + extra : end]


# ---- the match


class Match:
    def __init__(self, sock):
        self.sock = sock
        self.world, self.roster = None, {}
        self.origin = 0.0  # when tick 0 was, by the clock of this client, which runs ahead of the server's
        self.next = 1  # the first tick that has no input yet
        self.report = {k: 0 for k in ("room", "seat", "states", "keyframes", "checksums", "late", "fired", "hits", "deaths", "places")}
        self.kinds = Counter()

    def run(self, checksums):
        self.sock.send([HELLO, VERSION, "example in Python", 1778, False])
        due = time.monotonic()
        while self.report["checksums"] < checksums or self.report["fired"] == 0:
            for kind, *fields in self.sock.messages(due - time.monotonic()):
                {WELCOME: self.on_welcome, STATE: self.on_state, ROSTER: self.on_roster}.get(kind, lambda *_: None)(*fields)
            if time.monotonic() >= due:
                if self.world and self.world.complete:
                    self.send_inputs()
                due = max(due + 1 / 30, time.monotonic())
        self.sock.send([BYE, 1000, "enough"])
        self.sock.send_frame(8, struct.pack(">H", 1000))

    def on_welcome(self, version, room, code, me, epoch, resume, match, tick, interval):
        if version != VERSION:
            raise SystemExit(f"the server speaks version {version}")
        game, _rules, mode, seed, seats, rate, _points, _seconds, arenas, editable = match
        arenas = zlib.decompress(arenas, -15).decode() if arenas else ""
        if game != "ships":
            raise SystemExit(f"this client plays ships, not {game}")
        self.rate, self.arenas = rate or 60, arenas or editable
        self.me, self.report["room"], self.report["seat"] = me, room, me
        self.interval, self.expected = interval, 0  # ticks between two States; the tick of the next one, if none is left out
        self.world = ClientState({"seed": seed, "mode": mode, "seats": seats, "rate": rate, "arenas": arenas, "editable": editable})

    def on_roster(self, full, lines, left):
        if full:
            self.roster = {}
        for player in left:
            self.roster.pop(player, None)
        self.roster.update((player, name) for player, name, *_ in lines)

    def on_state(self, payload):
        bits = Bits(payload)
        tick = bits.g(16) if bits.u(1) else self.expected
        newest, held = unzigzag(bits.g(2)) + 3, bits.g(4)  # newest minus tick
        slack = unzigzag(bits.g(0)) + min(max((held + 17 * newest) >> 1, -128), 127)
        bits.g(0)  # the send rate, of which this client makes no use
        self.expected = tick + self.interval
        body = bits.rest()
        r, report = self.world, self.report
        report["keyframes"] += r.apply(tick, body)
        report["states"] += 1
        self.kinds.update(e.kind for e in r.entities + r.events)
        for e in r.events:
            self.on_event(e)
        report["fired"], report["checksums"] = max(report["fired"], r.own[12]), r.checksums
        self.adjust_clock(tick, newest, slack)

    def on_event(self, e):
        a, w = self.world.arena, e.words
        if e.kind == HIT and w[0] == self.me:
            self.report["hits"] += 1
        if e.kind == KILL and w[1] == self.me:
            self.report["deaths"] += 1
        if self.arenas:
            return  # this client knows the places of the first arena only
        # Items are on pads, and a blast with the size of no weapon is that of a rock.
        if e.kind == PICKUP and w[1] != 0:
            self.check_place(w[2:4], (a.pad(i, e.tick) for i in range(a.pads)))
        if e.kind == BLAST and w[2] not in (40, 110):
            self.check_place(w[0:2], (a.rock(i, e.tick)[:2] for i in range(a.rocks)))

    def check_place(self, at, places):
        if at not in ([word_of(x), word_of(y)] for x, y in places):
            raise SystemExit(f"there is nothing at {at}")
        self.report["places"] += 1

    def adjust_clock(self, tick, newest, slack):
        """Adjusts the clock so that inputs arrive between one and four ticks early."""
        now = time.monotonic()
        if not 0 < (now - self.origin) * self.rate - tick < 20:
            self.origin = now - (tick + 6) / self.rate  # at first, and after a stall
        if newest + tick == 0:
            return  # no input has arrived yet
        early = slack * 0.002 * self.rate
        self.report["late"] += early < 0
        if early < 1:
            self.origin -= 1 / 8 / self.rate
        if early > 4:
            self.origin += 1 / 8 / self.rate

    def send_inputs(self):
        """Sends the inputs that are due, all of them the same."""
        now = int((time.monotonic() - self.origin) * self.rate)
        if now - self.next >= 8:
            self.next = now - 1  # too late to send all of them
        if now < self.next:
            return
        thrust, strafe, aim, buttons = self.decide_input()
        bits, count = BitWriter(), now + 1 - self.next
        bits.g(16, self.world.tick)
        bits.g(4, zigzag(self.next - self.world.tick))
        bits.g(0, zigzag(count - 2))
        bits.u(1, 0)  # other than the one before: one that holds nothing
        for stick in (thrust, strafe):
            bits.u(7, 1 | (int(stick / 8) & 31) << 2)  # changed, and in 5 bits
        bits.u(14, 0b11 | (aim >> 4) << 2)  # changed, and as it is
        bits.u(1, 0)  # the class stays
        bits.u(1, 1)
        bits.g(1, buttons)
        bits.u(count - 1, (1 << count - 1) - 1)  # all others hold the same
        if buttons:
            bits.g(3, 0)  # seen was the newest State
            bits.u(8, 0)
        self.sock.send_extension(INPUTS, bits.bytes())
        self.next = now + 1

    def decide_input(self):
        """Flies towards the nearest enemy, away from the star, and shoots at where the enemy will be."""
        r = self.world
        alive, (x, y, vx, vy) = r.own[0], (v / 65536 for v in r.own[1:5])
        if alive != 1:
            return 0, 0, 0, 0
        heading = r.own[5] / 65536 * 2 * math.pi
        enemies = [e.words for e in r.entities if e.kind == 1 and e.id != self.me and (not r.arena.sided or (e.id ^ self.me) & 1)]
        enemy = min(((w[0] / 16 - x, w[1] / 16 - y, w[2] / 4 - vx, w[3] / 4 - vy) for w in enemies), key=lambda f: math.hypot(*f[:2]), default=None)
        distance, at, way = math.inf, heading, math.atan2(-y, -x)
        if enemy:
            distance = math.hypot(enemy[0], enemy[1])
            soon = distance / 900  # seconds until a pulse is there
            at = way = math.atan2(enemy[1] + enemy[3] * soon, enemy[0] + enemy[2] * soon)
        if math.hypot(x, y) < r.arena.corona / 65536 + 150:
            way = math.atan2(y, x)
        off = abs(math.remainder(at - heading, 2 * math.pi))
        buttons = 0
        if distance < 900 and off < 0.1:
            buttons |= 1  # pulse
        if distance < 1100 and off < 0.03:
            buttons |= 2  # rail
        if r.own[14] and not r.own[17] & 8:
            buttons |= 8  # item: it is used when the button goes down
        thrust, strafe = round(127 * math.cos(way - heading)), round(127 * math.sin(way - heading))
        return thrust, strafe, round(at / (2 * math.pi) * 65536) & 0xFFFF, buttons


def main(base="http://127.0.0.1:8080", checksums="20"):
    token = post(base, "/v1/guests", {"name": "Python"})["token"]
    ticket = post(base, "/v1/tickets", {"queue": "quick"}, token)
    if ticket["status"] != "assigned":
        raise SystemExit(f"the ticket is {ticket['status']}")
    to = ticket["assignment"]
    match = Match(Socket(to["url"], to["protocol"], to["ticket"]))
    try:
        match.run(int(checksums))
    finally:
        print(json.dumps({**match.report, "kinds": match.kinds, "players": list(match.roster.values())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
