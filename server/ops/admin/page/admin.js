// The operator's page: signs in, follows the stream of states, draws what it
// says and asks before it does something. Text of players only ever becomes text.
import { follow, histogram, lines } from "./charts.js";

const $ = id => document.getElementById(id);
const board = $("board"), login = $("login"), ask = $("ask");
const kept = 300; // points of the charts, as the server keeps
let state, points = [], stream;
let home = "";   // the server that the page came from
let chosen = sessionStorage.getItem("server") || ""; // the one that it shows; "": home

// --- talking to the server ------------------------------------------------

const headers = () => ({
  Authorization: "Bearer " + sessionStorage.getItem("token"),
  "X-Operator": sessionStorage.getItem("operator") || "",
});

// to is a path of the API of the server that is shown.
const to = path => chosen ? `${path}${path.includes("?") ? "&" : "?"}server=${encodeURIComponent(chosen)}` : path;

async function call(method, path, body) {
  const init = { method, headers: headers() };
  if (body) { init.headers["Content-Type"] = "application/json"; init.body = JSON.stringify(body); }
  const res = await fetch(to(path), init);
  if (res.status === 401) signOut("This token is not the right one.");
  const text = await res.text();
  const answer = text ? JSON.parse(text) : {};
  if (!res.ok) throw new Error(answer.detail || answer.title || res.statusText);
  return answer;
}

// watch follows a server for as long as the operator is signed in and looks at it. EventSource
// cannot send a token, so the stream is read by hand. Other servers than our own are asked again
// and again.
async function watch() {
  const mine = stream = new AbortController();
  for (let wait = 500; !mine.signal.aborted; wait = Math.min(2 * wait, 8000)) {
    try {
      if (chosen) {
        const s = await call("GET", points.length ? "api/state?points=1" : "api/state");
        if (!mine.signal.aborted) take(s);
        wait = 500; // twice that, and the request
        await new Promise(done => setTimeout(done, 1000));
        continue;
      }
      const res = await fetch("api/events", { headers: headers(), signal: mine.signal });
      if (res.status === 401) return signOut("This token is not the right one.");
      if (res.status === 429) return signOut("Too many wrong tokens: wait a moment.");
      if (!res.ok) throw new Error(res.statusText);
      points = [];
      for await (const data of events(res.body)) { wait = 500; take(JSON.parse(data)); }
    } catch (e) {
      if (mine.signal.aborted) return;
      if (chosen && !state) chosen = ""; // it has gone since the page was left
    }
    lost();
    await new Promise(done => setTimeout(done, wait));
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) yield part.split("\n").find(l => l.startsWith("data: ")).slice(6);
  }
}

// show makes the page that of another server.
function show(node) {
  chosen = node === home ? "" : node;
  sessionStorage.setItem("server", chosen);
  stream?.abort();
  points = [];
  watch(); readReports(); readRuns(); readArenas();
}

function take(s) {
  state = s;
  if (!chosen) home = s.node;
  points = points.concat(s.points || []).slice(-kept);
  login.hidden = true; board.hidden = false; board.classList.remove("stale");
  badge("beat", "live", "good");
  draw();
}

function lost() {
  board.classList.add("stale");
  badge("beat", "no answer, trying again", "bad");
}

// --- signing in ------------------------------------------------------------

login.addEventListener("submit", e => {
  e.preventDefault();
  sessionStorage.setItem("token", $("token").value.trim());
  sessionStorage.setItem("operator", $("operator").value.trim());
  $("refused").textContent = "";
  watch(); readReports(); readRuns(); readArenas();
});

function signOut(why = "") {
  stream?.abort();
  sessionStorage.removeItem("token");
  board.hidden = true; login.hidden = false;
  $("refused").textContent = why; $("token").value = "";
  $("token").focus();
}

// --- drawing ---------------------------------------------------------------

const ms = v => v === 0 ? "0" : v >= 10 ? v.toFixed(0) : v >= 1 ? v.toFixed(1) : v.toFixed(2);
const whole = v => Math.round(v).toLocaleString();
const si = v => v >= 1e6 ? (v / 1e6).toFixed(1) + " M" : v >= 1e3 ? (v / 1e3).toFixed(v >= 1e4 ? 0 : 1) + " k" : whole(v);
const clock = t => new Date(t).toLocaleTimeString();
const moment = t => t ? new Date(t).toLocaleString([], { dateStyle: "short", timeStyle: "short" }) : "for good";

function age(seconds) {
  const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, m = Math.floor(seconds / 60) % 60;
  return d ? `${d} d ${h} h` : h ? `${h} h ${m} min` : m ? `${m} min` : `${Math.floor(seconds)} s`;
}

function badge(id, text, kind) { $(id).textContent = text; $(id).className = "badge " + kind; }

// el makes an element; children are elements or text.
function el(tag, props = {}, ...children) {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...children);
  return e;
}

function cell(label, text, kind = "") {
  const td = el("td", { className: kind }, text ?? "");
  if (label) td.dataset.label = label;
  return td;
}

const act = (...buttons) => el("td", { className: "act" }, ...buttons.map(([text, run, kind]) => el("button", { textContent: text, onclick: run, className: kind || "" })));

// fill replaces rows, but not under the pointer of somebody about to click.
function fill(id, rows, nothing) {
  const body = $(id).tBodies[0];
  if (body.querySelector("button:active")) return;
  body.replaceChildren(...(rows.length ? rows : [el("tr", {}, el("td", { colSpan: 8, className: "none" }, nothing))]));
}

function draw() {
  badge("store", "store " + state.store, state.store === "ok" ? "good" : "fair");
  $("draining").hidden = !state.draining;
  $("drain").disabled = state.draining;
  $("build").textContent = `${state.build}, server ${state.node} in ${state.region}, up ${age(state.uptime_s)}`;
  drawServers(); drawTiles(); drawCharts(); drawSendRates(); drawPlayers(); drawRooms(); drawQueues(); drawBans(); drawAudit();
}

const serverStates = { ready: ["ready", "good"], draining: ["draining", "fair"], "other-rules": ["other rules", "fair"], gone: ["gone", "bad"], shadow: ["shadow", "good"], differs: ["shadow: plays otherwise", "bad"] };

function drawServers() {
  const all = (state.servers || []).sort((a, b) => a.node.localeCompare(b.node));
  $("fleet").hidden = !all.length;
  $("servers-count").textContent = all.length;
  const sum = of => whole(all.filter(s => s.state !== "gone").reduce((n, s) => n + s[of], 0));
  $("servers-count").title = `${sum("players")} players in ${sum("rooms")} rooms`;
  fill("servers", all.map(s => {
    const [words, kind] = serverStates[s.state], gone = s.state === "gone", here = s.node === state.node;
    return el("tr", { className: here ? "here" : "" },
      cell("", s.node + (s.leads ? ", has the tickets of all" : "")), cell("", el("span", { className: "badge " + kind }, words)),
      cell("players", gone ? "–" : whole(s.players)), cell("rooms", gone ? "–" : `${whole(s.rooms)} of ${whole(s.max_rooms)}`),
      cell("", s.region), cell("", s.build, "mono"), cell("heard", s.silent_s < 2 ? "now" : age(s.silent_s) + " ago"),
      here ? cell("", "shown", "quiet") : act(...(gone ? [] : [["Show", () => show(s.node)]])));
  }), "");
}

function drawTiles() {
  const now = points.at(-1) || {}, t = state.ticks;
  const tiles = [
    [`${whole(now.players || 0)}`, `people of ${whole(state.max_players)}`],
    [whole(now.bots || 0), "bots"],
    [whole(state.rooms.length), `rooms of ${whole(state.max_rooms)}`],
    [whole(state.connections), `WebSockets, ${whole(state.http_connections)} HTTP`],
    [ms(now.tick_p99_ms || 0) + " ms", `tick p99 of ${ms(t.budget_ms)} ms`, now.tick_p99_ms > t.budget_ms ? "bad" : now.tick_p99_ms > .7 * t.budget_ms ? "fair" : ""],
    [whole(t.overruns), `ticks over budget, ${whole(t.skipped)} skipped`],
    [whole(t.inputs_late), `inputs late, ${whole(t.rooms_throttled)} rooms throttled`, t.rooms_throttled ? "bad" : ""],
    [si(now.bytes_out || 0) + "B/s", `out, ${si(now.bytes_in || 0)}B/s in`],
    [si(now.heap_bytes || 0) + "B", `heap, ${whole(state.goroutines)} goroutines`],
  ];
  $("tiles").replaceChildren(...tiles.map(([v, label, kind]) => el("div", { className: "tile " + (kind || "") }, el("b", {}, v), el("span", {}, label))));
}

const line = (name, color, of, show) => ({ name, color, of, show });
const charts = {
  people: () => ({ floor: 4, show: whole, series: [line("people", "sun", p => p.players), line("bots", "violet", p => p.bots), line("rooms", "ice", p => p.rooms)] }),
  ticks: () => ({ floor: 1, show: v => ms(v) + " ms", mark: state.ticks.budget_ms, series: [line("p99", "sun", p => p.tick_p99_ms), line("p50", "ice", p => p.tick_p50_ms)] }),
  bytes: () => ({ floor: 1000, show: v => si(v) + "B", series: [line("out", "ice", p => p.bytes_out), line("in", "violet", p => p.bytes_in)] }),
  frames: () => ({ floor: 10, show: si, series: [line("out", "ice", p => p.frames_out), line("in", "violet", p => p.frames_in)] }),
  load: () => ({ floor: .1, show: v => v.toFixed(2), series: [line("cores busy", "sun", p => p.cpu), line("turned away a second", "bad", p => p.refused)] }),
};

function drawCharts() {
  if (!state) return;
  for (const canvas of document.querySelectorAll("canvas")) {
    const kind = canvas.dataset.chart;
    if (kind === "histogram") histogram(canvas, { bounds: state.ticks.bounds_ms, counts: state.ticks.counts, budget: state.ticks.budget_ms, show: ms });
    else lines(canvas, { points, ...charts[kind]() });
  }
}

const sendRates = { full: "every snapshot", half: "half", low: "what is near", hold: "on hold" };

function drawSendRates() {
  const parts = Object.keys(sendRates).filter(r => state.send_rates[r] > 0).map(r => {
    const div = el("div", { className: r, title: sendRates[r] }, `${sendRates[r]}: ${state.send_rates[r]}`);
    div.style.flexGrow = state.send_rates[r];
    return div;
  });
  $("send-rates").replaceChildren(...(parts.length ? parts : [el("div", { className: "none" }, "nobody is connected")]));
}

function drawPlayers() {
  const word = $("filter").value.toLowerCase();
  const shown = state.players.filter(p => [p.name, p.player, p.room, p.from].some(v => (v || "").toLowerCase().includes(word)));
  $("players-count").textContent = word ? `${shown.length} of ${state.players.length}` : state.players.length;
  fill("players", shown.slice(0, 200).map(p => {
    const link = p.connected ? p.send_rate || "" : "gone";
    return el("tr", {},
      cell("", p.name + (p.muted ? " (muted)" : "") + (p.away ? " (away)" : "")),
      cell("", p.player, "mono"), cell("room", p.room, "mono"),
      cell("ping", p.ping_ms ? Math.round(p.ping_ms) + " ms" : "–"),
      cell("", el("span", {}, el("i", { className: "dot " + link }), link)),
      cell("", p.from || "–", "mono"),
      act(["Kick", () => kick(p)], p.muted ? ["Unmute", () => unmute(p.player)] : ["Mute", () => mute(p)], ["Ban", () => banPlayer(p), "danger"]));
  }), word ? "Nobody is called that." : "Nobody plays.");
}

function drawRooms() {
  $("rooms-count").textContent = state.rooms.length;
  fill("rooms", state.rooms.map(r => el("tr", {},
    cell("", r.id + (r.code ? ` (private, ${r.code})` : ""), "mono"), cell("", r.mode), cell("", r.phase),
    cell("pilots", `${r.players} people, ${r.bots} bots, ${r.seats} seats`),
    cell("p50", ms(r.tick_p50_ms) + " ms"), cell("p99", ms(r.tick_p99_ms) + " ms"),
    r.throttle > 0 ? cell("snapshots", el("span", { className: "badge bad" }, `${100 - r.throttle} %`)) : cell("snapshots", "all"),
    act(["Warn", () => warn(r.id)], ["Close", () => closeRoom(r), "danger"]))), "No room is open.");
}

function drawQueues() {
  fill("queues", state.queues.map(q => el("tr", {}, cell("", q.name), cell("tickets", q.tickets))), "");
}

function drawBans() {
  $("bans-count").textContent = state.bans.length + state.mutes.length;
  const row = (who, what, b, lift) => el("tr", {}, cell("", who, "mono wide"), cell("", what), cell("since", moment(b.at)), cell("until", moment(b.until)), cell("", b.reason, "wide"), act(["Lift", lift]));
  fill("bans", [
    ...state.bans.map(b => row(b.player || b.network, "banned", b, () => run("Ban lifted", () => call("DELETE", "api/bans/" + encodeURIComponent(b.id))))),
    ...state.mutes.map(m => row(m.player, "muted", m, () => unmute(m.player))),
  ], "Nobody is banned or muted.");
}

function drawAudit() {
  fill("audit", state.audit.map(d => el("tr", {}, cell("", clock(d.at)), cell("", d.who), cell("", d.what), cell("", d.whom, "mono"), cell("", d.detail, "wide"))), "Nobody has stepped in.");
}

// --- reports: they change seldom, so they are not part of the stream ---------

// gameLink is a link to the game that works from here: a server that was told no public
// URL knows itself as localhost only.
function gameLink(link) {
  const u = new URL(link);
  if (u.hostname === "localhost") u.hostname = location.hostname;
  return u.href;
}

// watchReplay opens the match of a report some seconds before a moment, as it was or as the
// client of the accused had it. The pass is for matches of private rooms. The window is opened
// at once: browsers take one that comes later for an advertisement.
function watchReplay(r, at, lead, seen = false) {
  const tab = window.open("about:blank");
  run("Replay opened", async () => {
    try {
      const { pass } = await call("POST", `api/matches/${encodeURIComponent(r.match)}/pass`);
      const url = new URL(gameLink(r.replay));
      if (r.accused) url.searchParams.set("player", r.accused);
      if (seen) url.searchParams.set("seen", "1");
      url.hash = `t=${Math.max(at - lead, .1).toFixed(1)}&pass=${encodeURIComponent(pass)}`;
      if (tab) { tab.opener = null; tab.location.replace(url.href); } else location.assign(url.href);
    } catch (e) {
      tab?.close();
      throw e;
    }
  });
}

const moments = { fast: ["hit within 100 ms of coming into view", v => Math.round(v) + " ms"], snaps: ["hit after a turn in one tick", v => Math.round(v) + "°"], unseen: ["hit on somebody who was never sent", () => ""] };
const spread = (s, unit) => s.count ? `${Math.round(s.p50)} ${unit} (${Math.round(s.p10)} to ${Math.round(s.p90)}) of ${s.count}` : "none";

// showCasefile plays the match of a report again, and shows what the accused did in it.
async function showCasefile(r) {
  await run("Case file made", async () => {
    const f = await call("GET", `api/matches/${encodeURIComponent(r.match)}/players/${encodeURIComponent(r.accused)}/casefile`);
    const look = at => act(["Watch", () => watchReplay(r, at, 3)], ["As they saw it", () => watchReplay(r, at, 3, true)]);
    const time = s => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
    const figures = [
      ["Hits", `${f.hits}, ${f.aimed} of them aimed`], ["From sight to hit", spread(f.reactions, "ms")], ["Turn before a hit", spread(f.turns, "°")],
      ["Age of their view", spread(f.view_ages, "ms")], ["Changes of the controls", f.changes.toFixed(1) + " a second"], ["Played", time(f.seconds) + (f.truncated ? ", the log ends early" : "")],
    ];
    $("casefile-of").textContent = `${f.name}, ${r.match}`;
    $("casefile-figures").replaceChildren(...figures.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
    const rows = Object.entries(moments).flatMap(([kind, [what, show]]) => f[kind].map(m => ({ ...m, what, value: show(m.value) }))).sort((a, b) => a.tick - b.tick);
    rows.unshift({ seconds: r.moment_s, what: "the report", value: "" });
    fill("moments", rows.map(m => el("tr", {}, cell("", time(m.seconds)), cell("", m.what, "wide"), cell("", m.value), cell("", m.target === undefined ? "" : "seat " + m.target), look(m.seconds))), "");
    $("casefile").hidden = false;
    $("casefile").scrollIntoView({ behavior: "smooth" });
  });
}

async function readReports() {
  try {
    const reports = await call("GET", "api/reports");
    $("reports-count").textContent = reports.length || "";
    fill("reports", reports.map(r => el("tr", {},
      cell("", moment(r.at)), cell("", r.name || r.accused || "?"), cell("", r.reason + (r.text ? ": " + r.text : ""), "wide"), cell("", r.context, "said wide"),
      act(...(r.replay ? [["Watch", () => watchReplay(r, r.moment_s, 10)]] : []), ...(r.match && r.accused ? [["Case file", () => showCasefile(r)]] : []), ...(r.accused ? [["Ban", () => ban(r.name, [[r.accused, "the account"]])]] : []), ["Done", () => run("Report closed", () => call("POST", `api/reports/${r.id}/close`)).then(readReports)]))), "No report is open.");
  } catch (e) {
    $("reports-count").textContent = "";
    fill("reports", [], "Reports cannot be read: " + e.message);
  }
}

async function readRuns() {
  try {
    const runs = await call("GET", "api/daily/runs");
    fill("runs", runs.map(r => el("tr", {}, cell("", r.rank), cell("", r.name), cell("", r.player, "mono"), cell("points", r.score), cell("sent", moment(r.sent_at)),
      act(["Remove", () => removeRun(r), "danger"], ["Ban", () => ban(r.name, [[r.player, "the account"]]), "danger"]))), "Nobody has flown today.");
  } catch (e) { fill("runs", [], "The board cannot be read: " + e.message); }
}

async function removeRun(r) {
  const a = await question({ title: `Take the run of ${r.name} off the board?`, text: "They may send another.", yes: "Remove" });
  if (a) run("Removed", () => call("DELETE", "api/daily/runs/" + encodeURIComponent(r.run))).then(readRuns);
}

async function readArenas() {
  try {
    const arenas = await call("GET", "api/arenas?q=" + encodeURIComponent($("arenas-find").value.trim()));
    fill("arenas", arenas.map(a => el("tr", {},
      cell("", a.title, "wide"), cell("", a.owner_name), cell("", a.state + (a.rotation ? ", in rotation" : "") + (a.queued ? ", waits for bots" : "")), cell("points", a.plays), cell("points", a.reports), cell("sent", moment(a.changed_at)),
      act(...(a.link ? [["Play", () => window.open(gameLink(a.link), "_blank", "noopener")]] : []), ...arenaActs(a), ["Ban", () => ban(a.owner_name, [[a.owner, "the account"]]), "danger"]))), "No arena is found.");
  } catch (e) { fill("arenas", [], "The arenas cannot be read: " + e.message); }
}

// arenaActs are what may be done with an arena.
function arenaActs(a) {
  if (a.state === "hidden") return [["Show", () => setArena(a, "published")]];
  const acts = a.state === "featured" ? [[a.rotation ? "Out of rotation" : "Into rotation", () => setArena(a, "featured", !a.rotation)], ["Do not feature", () => setArena(a, "published")]]
    : a.state === "published" ? [["Feature", () => setArena(a, "featured")]] : [];
  return [...acts, ["Hide", () => hideArena(a), "danger"]];
}

const setArena = (a, state, rotation = false, reason = "") => run("Done", () => call("POST", "api/arenas/" + encodeURIComponent(a.id), { state, rotation, version: a.version, reason })).then(readArenas);

async function hideArena(a) {
  const answer = await question({ title: `Hide ${a.title}?`, text: "Its author alone sees it then, and cannot publish it. Private rooms that play in it go on. Public ones leave it after their round, those without rounds some seconds later.", yes: "Hide", reason: "Why, for the audit" });
  if (answer) setArena(a, "hidden", false, answer.reason);
}

// --- stepping in -------------------------------------------------------------

// question asks for what an action needs and gives it, or nothing.
function question({ title, text = "", yes, whom = false, pick = [], term = false, seconds = false, reason = "" }) {
  const form = ask.querySelector("form");
  form.reset();
  $("ask-title").textContent = title; $("ask-text").textContent = text; $("ask-yes").textContent = yes;
  form.elements.pick.replaceChildren(...pick.map(([value, label]) => el("option", { value }, label)));
  $("ask-whom").hidden = !whom; $("ask-pick").hidden = !pick.length; $("ask-term").hidden = !term; $("ask-seconds").hidden = !seconds; $("ask-reason").hidden = !reason;
  $("ask-reason").firstElementChild.textContent = reason;
  ask.returnValue = "";
  ask.showModal();
  return new Promise(done => ask.addEventListener("close", () => {
    const f = form.elements;
    done(ask.returnValue ? { whom: pick.length ? f.pick.value : f.whom.value.trim(), minutes: +f.minutes.value, seconds: +f.seconds.value, reason: f.reason.value.trim() } : undefined);
  }, { once: true }));
}

let fading, finding;
async function run(said, what) {
  const toast = $("toast");
  try { const a = await what(); toast.className = "shown"; toast.textContent = said + (a?.saved === false ? " (kept in memory: the store is away)" : ""); }
  catch (e) { toast.className = "shown bad"; toast.textContent = e.message; }
  clearTimeout(fading);
  fading = setTimeout(() => toast.className = "", 4000);
}

const why = "Why, in words that they will read";

async function kick(p) {
  const a = await question({ title: `Kick ${p.name}?`, text: "They lose their seat, and may come back.", yes: "Kick", reason: why });
  if (a) run(`${p.name} is out`, () => call("POST", `api/rooms/${p.room}/seats/${p.seat}/kick`, { reason: a.reason }));
}

async function mute(p) {
  const a = await question({ title: `Mute ${p.name}?`, text: "They play on, and nobody hears them.", yes: "Mute", term: true, reason: "Why" });
  if (a) run(`${p.name} is muted`, () => call("POST", "api/mutes", { player: p.player, minutes: a.minutes, reason: a.reason }));
}

const unmute = player => run("Unmuted", () => call("DELETE", "api/mutes/" + encodeURIComponent(player)));

const networkOf = text => /^[0-9a-f:.]+(\/\d+)?$/i.test(text) && /[:.]/.test(text);

// ban asks for how long and why. Targets are what may be banned, as [what, in
// words]; without any the operator types one.
async function ban(name, targets) {
  const a = await question({ title: name ? `Ban ${name}?` : "Ban by hand", text: "It holds at once, and for those who play.", yes: "Ban", whom: !targets.length, pick: targets, term: true, reason: why });
  if (!a) return;
  const target = networkOf(a.whom) ? { network: a.whom } : { player: a.whom };
  run("Banned", () => call("POST", "api/bans", { ...target, minutes: a.minutes, reason: a.reason }));
}

function banPlayer(p) {
  const targets = [[p.player, "the account, wherever it comes from"]];
  if (p.from) targets.push([p.from, `the address ${p.from}, whoever comes from there`]);
  ban(p.name, targets);
}

async function warn(room) {
  const a = await question({ title: room ? "Warn this room" : "Warn everybody", yes: "Send", seconds: true, reason: "What they will read" });
  if (a) run("Said", () => call("POST", "api/warn", { room: room || "", text: a.reason, seconds: a.seconds }));
}

async function closeRoom(r) {
  const a = await question({ title: `Close room ${r.id}?`, text: `${r.players} people play there; the match is not counted.`, yes: "Close the room", reason: why });
  if (a) run("Closed", () => call("POST", `api/rooms/${r.id}/close`, { reason: a.reason }));
}

async function drain() {
  const a = await question({ title: "Drain this server?", text: "Nobody comes in any more, those who play are warned, and then the server stops, as on SIGTERM.", yes: "Drain and stop" });
  if (a) run("Draining", () => call("POST", "api/drain"));
}

$("arenas-find").oninput = () => { clearTimeout(finding); finding = setTimeout(readArenas, 300); };
$("warn").onclick = () => warn();
$("drain").onclick = drain;
$("leave").onclick = () => signOut();
$("new-ban").onclick = () => ban("", []);
$("casefile-close").onclick = () => $("casefile").hidden = true;
$("filter").oninput = () => state && drawPlayers();
addEventListener("resize", drawCharts);
for (const canvas of document.querySelectorAll("canvas")) follow(canvas, drawCharts);
setInterval(() => sessionStorage.getItem("token") && !document.hidden && (readReports(), readRuns()), 15000);

if (sessionStorage.getItem("token")) { watch(); readReports(); readRuns(); readArenas(); } else signOut();
