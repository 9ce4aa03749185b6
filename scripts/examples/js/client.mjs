// A bot for Perihelion in plain JavaScript, written from shared/protocol/PROTOCOL.md:
//
//   node client.mjs http://127.0.0.1:8080 [checksums]
//
// It joins a match, flies and shoots until it has verified that many checksums (default 20)
// and fired, leaves, and prints a report. At the first frame that it cannot decode it ends
// with an error.
import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { inflateRawSync } from "node:zlib";
import { pad, place, rock } from "./motion.mjs";
import { Bits, BitWriter, ClientState, unzigzag, zigzag } from "./snapshot.mjs";

const VERSION = 20;
const [base = "http://127.0.0.1:8080", wanted = 20] = process.argv.slice(2);

// ---- msgpack, the part of it that the protocol uses

function pack(v) {
  if (typeof v === "boolean") return Buffer.from([v ? 0xc3 : 0xc2]);
  if (typeof v === "string") return Buffer.concat([Buffer.from([0xda, Buffer.byteLength(v) >> 8, Buffer.byteLength(v)]), Buffer.from(v)]);
  if (v instanceof Uint8Array) return Buffer.concat([Buffer.from([0xc4, v.length]), v]);
  if (Array.isArray(v)) return Buffer.concat([Buffer.from([0x90 | v.length]), ...v.map(pack)]);
  if (v >= 0 && v < 128) return Buffer.from([v]);
  const b = Buffer.alloc(9, 0xd3);
  b.writeBigInt64BE(BigInt(v), 1);
  return b;
}

function unpack(b) {
  let at = 0;
  const take = (n) => b.subarray(at, (at += n));
  const big = (n) => take(n).reduce((v, byte) => (v << 8n) | BigInt(byte), 0n);
  const int = (v) => (v > Number.MAX_SAFE_INTEGER ? v : Number(v)); // a seed may have 64 bits
  const list = (n) => Array.from({ length: n }, value);
  const text = (n) => take(n).toString("utf8");
  const extension = (n) => [b[at++], take(n)]; // as an array: the type of the message, its payload
  function value() {
    const c = b[at++];
    if (c < 0x80) return c;
    if (c >= 0xe0) return c - 256;
    if (c >= 0xa0 && c < 0xc0) return text(c & 31);
    if (c >= 0x90 && c < 0xa0) return list(c & 15);
    if (c === 0xc2 || c === 0xc3) return c === 0xc3;
    if (c >= 0xc4 && c <= 0xc6) return take(Number(big(1 << (c - 0xc4))));
    if (c >= 0xc7 && c <= 0xc9) return extension(Number(big(1 << (c - 0xc7))));
    if (c >= 0xd4 && c <= 0xd8) return extension(1 << (c - 0xd4));
    if (c >= 0xcc && c <= 0xcf) return int(big(1 << (c - 0xcc)));
    if (c >= 0xd0 && c <= 0xd3) return Number(BigInt.asIntN(8 << (c - 0xd0), big(1 << (c - 0xd0))));
    if (c >= 0xd9 && c <= 0xdb) return text(Number(big(1 << (c - 0xd9))));
    if (c === 0xdc || c === 0xdd) return list(Number(big(c === 0xdc ? 2 : 4)));
    throw new Error(`unknown msgpack type: ${c}`);
  }
  return value();
}

// ---- HTTP and WebSocket

async function post(path, body, token) {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const answer = await fetch(new URL(path, base), { method: "POST", headers, body: JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${json.detail}`);
  return json;
}

// A Socket is a WebSocket (RFC 6455) with binary messages.
class Socket {
  constructor({ url, protocol, ticket }, onMessage, onClose) {
    (this.onMessage = onMessage), (this.onClose = onClose), (this.rest = Buffer.alloc(0)), (this.parts = []);
    const key = randomBytes(16).toString("base64");
    const request = (url.startsWith("wss:") ? https : http).request(url.replace(/^ws/, "http"), {
      headers: {
        Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
        "Sec-WebSocket-Protocol": `${protocol}, perihelion.ticket.${ticket}`,
      },
    });
    request.on("upgrade", (answer, socket, head) => {
      const accept = createHash("sha1").update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
      if (answer.headers["sec-websocket-accept"] !== accept) return onClose(new Error("the answer is not that of a WebSocket"));
      this.socket = socket.setNoDelay(true);
      socket.on("data", (data) => { try { this.receiveBytes(data); } catch (err) { this.close(err); } });
      socket.on("close", () => onClose(new Error("the connection broke")));
      socket.on("error", onClose);
      this.send([1, VERSION, "example in JavaScript", 1778, false]); // Hello
      this.receiveBytes(head);
    });
    request.on("response", (answer) => onClose(new Error(`refused: ${answer.statusCode}`)));
    request.on("error", onClose);
    request.end();
  }
  send(message) { this.sendFrame(2, pack(message)); }
  sendExtension(type, bits) { this.sendFrame(2, Buffer.concat([Buffer.from([0xc7, bits.length, type]), bits])); }
  close(why) {
    this.sendFrame(8, Buffer.from([1000 >> 8, 1000 & 255]));
    this.socket.end(() => this.onClose(why));
  }
  sendFrame(opcode, payload) { // one frame; a client has to mask it
    const mask = randomBytes(4), long = payload.length > 125;
    const head = Buffer.from(long ? [0x80 | opcode, 0xfe, payload.length >> 8, payload.length & 255] : [0x80 | opcode, 0x80 | payload.length]);
    this.socket.write(Buffer.concat([head, mask, payload.map((byte, i) => byte ^ mask[i & 3])]));
  }
  receiveBytes(data) {
    let b = (this.rest = Buffer.concat([this.rest, data]));
    while (b.length >= 2) {
      let length = b[1] & 127, at = 2;
      if (length === 126 && b.length >= 4) (length = b.readUInt16BE(2)), (at = 4);
      else if (length === 127 && b.length >= 10) (length = Number(b.readBigUInt64BE(2))), (at = 10);
      else if (length > 125) break;
      if (b.length < at + length) break;
      this.receiveFrame(b[0] & 15, b[0] >= 0x80, b.subarray(at, at + length));
      b = this.rest = b.subarray(at + length);
    }
  }
  receiveFrame(opcode, whole, payload) {
    if (opcode === 8) return this.onClose(new Error(`closed: ${payload.length >= 2 ? payload.readUInt16BE(0) : 1005} ${payload.subarray(2)}`));
    if (opcode === 9) return this.sendFrame(10, payload); // answers a ping with a pong
    if (opcode === 10) return;
    this.parts.push(payload);
    if (whole) this.onMessage(unpack(Buffer.concat(this.parts.splice(0))));
  }
}

// ---- the match

const report = { room: "", seat: 0, states: 0, keyframes: 0, checksums: 0, late: 0, fired: 0, hits: 0, deaths: 0, places: 0, kinds: {} };
let socket, me, config, match, roster = new Map();
let origin; // when tick 0 was, by the clock of this client, which runs ahead of the server's
let interval, expected; // ticks between two States, and the tick of the next one, if none is left out
let next = 1; // the first tick that has no input yet

function onMessage([type, ...fields]) {
  if (type === 16) return onWelcome(fields);
  if (type === 17) return onState(fields);
  if (type === 18) return onRoster(fields);
}

function onWelcome([version, room, , seat, , , [game, , mode, seed, seats, rate, , , deflated, editable], , ticks]) {
  if (version !== VERSION) throw new Error(`the server speaks version ${version}`);
  if (game !== "ships") throw new Error(`this client plays ships, not ${game}`);
  (interval = ticks), (config = { seed, mode, seats, rate, editable, arenas: deflated.length ? inflateRawSync(deflated).toString() : "" }), (me = seat);
  (report.room = room), (report.seat = seat), (match = new ClientState(config));
  setInterval(sendInputs, 2000 / config.rate); // two ticks
}

function onRoster([full, lines, left]) {
  if (full) roster = new Map();
  for (const player of left) roster.delete(player);
  for (const [player, name] of lines) roster.set(player, name);
}

function onState([payload]) {
  const bits = new Bits(payload), tick = bits.u(1) ? bits.g(16) : expected, newest = unzigzag(bits.g(2)) + 3, held = bits.g(4); // newest minus tick
  const slack = unzigzag(bits.g(0)) + Math.min(Math.max(Math.floor((held + 17 * newest) / 2), -128), 127);
  bits.g(0); // the send rate, of which this client makes no use
  expected = tick + interval;
  const body = bits.rest();
  if (match.apply(tick, body)) report.keyframes++;
  report.states++;
  for (const e of [...match.entities, ...match.events]) report.kinds[e.kind] = (report.kinds[e.kind] ?? 0) + 1;
  match.events.forEach(onEvent);
  report.fired = Math.max(report.fired, match.own[12]);
  report.checksums = match.checksums;
  adjustClock(tick, newest, slack);
  if (report.checksums >= wanted && report.fired > 0) leave();
}

function onEvent({ kind, tick, words: w }) {
  if (kind === 11 && w[0] === me) report.hits++;
  if (kind === 12 && w[1] === me) report.deaths++;
  if (config.arenas || config.editable) return; // this client knows the places of the first arena only
  // Items are on pads, and a blast with the size of no weapon is that of a rock.
  if (kind === 15 && w[1] !== 0) checkPlace(w[2], w[3], match.arena.pads, (i) => pad(match.arena, i, tick));
  if (kind === 14 && w[2] !== 40 && w[2] !== 110) checkPlace(w[0], w[1], match.arena.rocks, (i) => rock(match.arena, i, tick));
}

function checkPlace(x, y, count, placeOf) {
  for (let i = 0; i < count; i++) {
    const at = placeOf(i);
    if (place(at[0]) === x && place(at[1]) === y) return report.places++;
  }
  throw new Error(`there is nothing at ${x}, ${y}`);
}

// adjustClock adjusts the clock so that inputs arrive between one and four ticks early.
function adjustClock(tick, newest, slack) {
  const length = 1000 / config.rate, now = performance.now();
  const ahead = (now - origin) / length - tick;
  if (!(ahead > 0 && ahead < 20)) origin = now - (tick + 6) * length; // at first, and after a stall
  if (newest + tick === 0) return; // no input has arrived yet
  const early = (slack * 2) / length;
  if (early < 0) report.late++;
  if (early < 1) origin -= length / 8;
  if (early > 4) origin += length / 8;
}

// sendInputs sends the inputs that are due, all of them the same.
function sendInputs() {
  if (!match.complete) return;
  const now = Math.floor((performance.now() - origin) / (1000 / config.rate));
  if (now - next >= 8) next = now - 1; // too late to send all of them
  if (now < next) return;
  const { thrust, strafe, aim, buttons } = decideInput();
  const bits = new BitWriter(), count = now + 1 - next;
  bits.g(16, match.tick);
  bits.g(4, zigzag(next - match.tick));
  bits.g(0, zigzag(count - 2));
  bits.u(1, 0); // other than the one before: one that holds nothing
  for (const stick of [thrust, strafe]) bits.u(7, 1 | ((Math.trunc(stick / 8) & 31) << 2)); // changed, and in 5 bits
  bits.u(14, 0b11 | ((aim >> 4) << 2)); // changed, and as it is
  bits.u(1, 0); // the class stays
  bits.u(1, 1);
  bits.g(1, buttons);
  bits.u(count - 1, 2 ** (count - 1) - 1); // all others hold the same
  if (buttons !== 0) {
    bits.g(3, 0); // seen was the newest State
    bits.u(8, 0);
  }
  socket.sendExtension(2, bits.bytes());
  next = now + 1;
}

// decideInput flies towards the nearest enemy, away from the star, and shoots at where the
// enemy will be.
function decideInput() {
  const [alive, x, y, vx, vy] = match.own.slice(0, 5).map((v, i) => (i === 0 ? v : v / 65536));
  if (alive !== 1) return { thrust: 0, strafe: 0, aim: 0, buttons: 0 };
  const heading = (match.own[5] / 65536) * 2 * Math.PI;
  const enemies = match.entities
    .filter((e) => e.kind === 1 && e.id !== me && (config.mode === "skirmish" || (e.id ^ me) & 1))
    .map(({ words: w }) => ({ x: w[0] / 16 - x, y: w[1] / 16 - y, vx: w[2] / 4 - vx, vy: w[3] / 4 - vy }))
    .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
  const enemy = enemies[0], distance = enemy ? Math.hypot(enemy.x, enemy.y) : Infinity;
  const soon = distance / 900; // seconds until a pulse is there
  const at = enemy ? Math.atan2(enemy.y + enemy.vy * soon, enemy.x + enemy.vx * soon) : heading;
  const star = Number(match.arena.corona) / 65536 + 150;
  let way = enemy ? at : Math.atan2(-y, -x);
  if (Math.hypot(x, y) < star) way = Math.atan2(y, x);
  const off = Math.abs(Math.atan2(Math.sin(at - heading), Math.cos(at - heading)));
  let buttons = 0;
  if (distance < 900 && off < 0.1) buttons |= 1; // pulse
  if (distance < 1100 && off < 0.03) buttons |= 2; // rail
  if (match.own[14] && !(match.own[17] & 8)) buttons |= 8; // item: it is used when the button goes down
  return {
    thrust: Math.round(127 * Math.cos(way - heading)), strafe: Math.round(127 * Math.sin(way - heading)),
    aim: Math.round((at / (2 * Math.PI)) * 65536) & 0xffff, buttons,
  };
}

function leave() {
  socket.send([5, 1000, "enough"]); // Bye
  socket.close();
}

function onClose(why) {
  console.log(JSON.stringify({ ...report, players: [...roster.values()] }));
  if (why) console.error(why.message);
  process.exit(why ? 1 : 0);
}

const { token } = await post("/v1/guests", { name: "Node" });
const { status, assignment } = await post("/v1/tickets", { queue: "quick" }, token);
if (status !== "assigned") throw new Error(`the ticket is ${status}`);
socket = new Socket(assignment, onMessage, onClose);
