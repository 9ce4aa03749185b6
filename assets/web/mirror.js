// Mirrors the game's controls as elements that a screen reader can read and press, and says
// what happens. The game draws on a canvas, which tells such programs nothing. It is off until
// somebody asks for it by the first button of the page, which only they come across.
"use strict";

(() => {
	const period = 250; // ms between two looks at the state
	const stored = "perihelion.mirror";
	const { say, key } = window; // see words.js
	// The names of screens, modes and phases, as words makes them.
	key("Title"), key("Daily"), key("Daily flight"), key("Erase"), key("Ended"), key("Ranks"), key("Device"), key("Chat"), key("Local"), key("Localmenu");
	key("Match"), key("Finding"), key("Party"), key("Pause"), key("Players"), key("Practice"), key("Private"), key("Profile"), key("Replay"), key("Rooms");
	key("Settings"), key("Watch"), key("Looks"), key("Lab"), key("Broken"), key("Skirmish"), key("Teams"), key("Duel"), key("Swarm"), key("Warmup"), key("Countdown"), key("Live"), key("Podium");

	const create = (tag, attributes, ...children) => {
		const e = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
		e.append(...children);
		return e;
	};
	const button = create("button", { id: "mirror-switch", type: "button", "aria-pressed": "false" }, say("Read the game to me"));
	const heading = create("h2", {}), controls = create("div", { role: "group", "aria-label": say("Controls") });
	const events = create("div", { role: "log", "aria-live": "polite" }), alarm = create("div", { role: "alert" });
	const mirror = create("section", { id: "mirror", "aria-label": say("The game in words") }, heading, controls, events, alarm);

	// words makes a name of the game readable: "play-bots" is "Play bots".
	const words = name => say((name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("-", " "));

	function tellLine(text, where = events) {
		if (where === alarm) return where.replaceChildren(text);
		where.append(create("p", {}, text));
		while (where.children.length > 20) where.firstChild.remove();
	}

	// show updates the element of control n. Elements stay where they are, or a screen reader
	// would lose its place.
	function show(c, n) {
		let e = controls.children[n];
		if (!e) {
			e = create("button", { type: "button" });
			e.addEventListener("click", () => perihelion.press(n, e.textContent, 0));
			e.addEventListener("keydown", event => {
				const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
				if (e.getAttribute("role") === "slider" && step) perihelion.press(n, e.textContent, step);
				event.stopPropagation(); // these keys are not for the ship
			});
			controls.append(e);
		}
		const set = (name, value) => { if (e.getAttribute(name) !== value) value === undefined ? e.removeAttribute(name) : e.setAttribute(name, value); };
		if (e.textContent !== c.label) e.textContent = c.label;
		e.hidden = c.role === "textbox"; // the page has an element of its own for it
		set("role", c.role === "button" ? undefined : c.role);
		set("aria-checked", c.role === "switch" ? String(c.value === "on") : undefined);
		set("aria-selected", c.role === "tab" ? String(c.value === "on") : undefined);
		set("aria-valuetext", c.role === "slider" ? c.value : undefined);
		const number = parseInt(c.value, 10);
		set("aria-valuenow", c.role === "slider" && !isNaN(number) ? String(number) : undefined);
	}

	// added is what lines have come to since they were was: of a long chat the oldest go.
	function added(lines, was) {
		let kept = Math.min(lines.length, was.length);
		while (kept > 0 && !was.slice(-kept).every((line, n) => line === lines[n])) kept--;
		return lines.slice(kept);
	}

	const pointsOf = s => s.scores?.find(line => line.player === s.me)?.points;

	// tell says what has changed from state was to state s.
	function tell(s, was) {
		if (s.scene !== was.scene) tellLine(words(s.scene));
		if (s.trouble && s.trouble !== was.trouble) tellLine(s.trouble, alarm);
		if (s.notice && s.notice !== was.notice) tellLine(s.notice, alarm);
		for (const line of added(s.said ?? [], was.said ?? [])) tellLine(line);
		if (s.broken && !was.broken) tellLine(say("The connection is lost. Trying again."), alarm);
		if (!s.ready) return;
		if (!was.ready) tellLine(say("You are in a match: %s.", words(s.mode ?? "")));
		if (s.phase && s.phase !== was.phase) tellLine(say("Round %d: %s", s.round, words(s.phase)));
		if (!was.ready || s.scores === undefined) return;
		if (was.own && !s.own) tellLine(say("Your ship is destroyed."));
		if (!was.own && s.own) tellLine(say("You fly."));
		if (pointsOf(s) > pointsOf(was)) tellLine(say("%d points.", pointsOf(s)));
	}

	let timer, last = {};
	function look() {
		const s = JSON.parse(perihelion.state());
		if (!s.scene) return;
		const title = words(s.scene);
		if (heading.textContent !== title) heading.textContent = title;
		s.controls.forEach(show);
		while (controls.children.length > s.controls.length) controls.lastChild.remove();
		tell(s, last);
		last = s;
	}

	function turn(on) {
		button.setAttribute("aria-pressed", String(on));
		clearInterval(timer);
		mirror.remove();
		last = {};
		if (on) {
			button.after(mirror);
			timer = setInterval(look, period);
		}
		try {
			localStorage.setItem(stored, on ? "on" : "off");
		} catch { /* this browser keeps nothing for pages */ }
	}

	let on = false;
	try {
		on = localStorage.getItem(stored) === "on";
	} catch { /* see above */ }
	button.addEventListener("click", () => turn(button.getAttribute("aria-pressed") !== "true"));
	button.addEventListener("keydown", event => event.stopPropagation());
	document.body.prepend(button);
	if (on) turn(true);
})();
