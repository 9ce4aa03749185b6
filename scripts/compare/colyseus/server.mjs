// A Colyseus server with the game that `make compare` gives to every server but ours: ships
// that fly by the inputs they get. Its one argument is JSON: seats of a room, snapshots per
// second, radius of the arena, and view, half the width and height of what a client sees;
// without it everybody sees everybody. It prints its URL and ends with its input.
import { createServer } from "node:http";
import { Room, Server } from "@colyseus/core";
import { StateView, schema, t } from "@colyseus/schema";
import { WebSocketTransport } from "@colyseus/ws-transport";

const { seats, rate, radius, view } = JSON.parse(process.argv[2]);
const TICK_RATE = 60;
const ENGINE = 420; // units per second²
const DRAG = 0.9; // per second
const TURN = (2 * Math.PI) / 65536;
const INPUT_BYTES = 5; // of one tick: thrust, strafe, aim, buttons
const HEAD_BYTES = 4; // the number of the first tick

const Ship = schema({ x: t.float32(), y: t.float32(), vx: t.float32(), vy: t.float32(), angle: t.uint16(), hull: t.uint8() }, "Ship");
const State = schema({ ships: view ? t.map(Ship).view() : t.map(Ship) }, "State");

class Arena extends Room {
  maxClients = seats;
  patchRate = 1000 / rate;
  state = new State();
  pilots = [];

  onCreate() {
    this.onMessageBytes(1, (client, bytes) => {
      for (let at = HEAD_BYTES; at + INPUT_BYTES <= bytes.length; at += INPUT_BYTES) {
        client.pilot.inputs.push({
          thrust: bytes.readInt8(at) / 127, strafe: bytes.readInt8(at + 1) / 127, aim: bytes.readUInt16BE(at + 2), buttons: bytes[at + 4],
        });
      }
    });
    this.setFixedTimestep((ctx) => this.step(ctx.dt), TICK_RATE);
  }

  onJoin(client) {
    const ship = new Ship();
    const angle = Math.random() * 2 * Math.PI, r = Math.sqrt(Math.random()) * radius;
    ship.assign({ x: Math.cos(angle) * r, y: Math.sin(angle) * r, vx: 0, vy: 0, angle: 0, hull: 100 });
    this.state.ships.set(client.sessionId, ship);
    client.pilot = { ship, client, inputs: [], held: undefined, seen: new Set() };
    this.pilots.push(client.pilot);
    if (view) {
      client.view = new StateView();
    }
  }

  onLeave(client) {
    this.pilots = this.pilots.filter((p) => p.client !== client);
    for (const p of this.pilots) {
      p.seen.delete(client.pilot.ship);
    }
    client.view?.dispose();
    this.state.ships.delete(client.sessionId);
  }

  step(dt) {
    for (const p of this.pilots) {
      p.held = p.inputs.shift() ?? p.held;
      if (p.held) {
        move(p.ship, p.held, dt);
      }
    }
  }

  // onBeforePatch brings the views up to date, when a patch is due.
  onBeforePatch() {
    if (!view) {
      return;
    }
    for (const p of this.pilots) {
      for (const other of this.pilots) {
        const near = Math.abs(other.ship.x - p.ship.x) <= view.halfWidth && Math.abs(other.ship.y - p.ship.y) <= view.halfHeight;
        if (near === p.seen.has(other.ship)) {
          continue;
        }
        if (near) {
          p.seen.add(other.ship);
          p.client.view.add(other.ship);
        } else {
          p.seen.delete(other.ship);
          p.client.view.remove(other.ship);
        }
      }
    }
  }
}

// move flies a ship for one tick.
function move(ship, input, dt) {
  const angle = input.aim * TURN, cos = Math.cos(angle), sin = Math.sin(angle);
  let vx = ship.vx + ((cos * input.thrust - sin * input.strafe) * ENGINE - ship.vx * DRAG) * dt;
  let vy = ship.vy + ((sin * input.thrust + cos * input.strafe) * ENGINE - ship.vy * DRAG) * dt;
  const x = ship.x + vx * dt, y = ship.y + vy * dt;
  if (x * x + y * y > radius * radius && x * vx + y * vy > 0) {
    vx = -vx;
    vy = -vy;
  }
  ship.x = x;
  ship.y = y;
  ship.vx = vx;
  ship.vy = vy;
  ship.angle = input.aim;
}

const http = createServer();
const server = new Server({ greet: false, gracefullyShutdown: false, transport: new WebSocketTransport({ server: http }) });
server.define("arena", Arena);
await server.listen(0, "127.0.0.1");
console.log(`http://127.0.0.1:${http.address().port}`);
process.stdin.on("end", () => process.exit(0)).resume();
