// Mirrors the screen as elements that a screen reader can read and press: a heading, texts,
// tables, a list of controls, and a log of what happens, in this order. The game draws on a canvas, which tells such programs nothing. It is off until
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
	const heading = create("h2", { tabindex: "-1" }), texts = create("div", {}), tables = create("div", {});
	const controls = create("ul", { "aria-label": say("Controls") });
	const events = create("div", { role: "log", "aria-live": "polite", "aria-label": say("What happens") }), alarm = create("div", { role: "alert" });
	const mirror = create("section", { id: "mirror", "aria-label": say("The game in words") }, heading, texts, tables, create("h3", {}, say("Controls")), controls, create("h3", {}, say("What happens")), events, alarm);

	const set = (e, name, value) => { if (e.getAttribute(name) !== (value ?? null)) value === undefined ? e.removeAttribute(name) : e.setAttribute(name, value); };
	const write = (e, text) => { if (e.textContent !== text) e.textContent = text; };

	// words makes a name of the game readable: "play-bots" is "Play bots".
	const words = name => say((name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("-", " "));

	function tellLine(text, where = events) {
		if (where === alarm) return where.replaceChildren(text);
		where.append(create("p", {}, text));
		while (where.children.length > 20) where.firstChild.remove();
	}

	// Elements stay where they are while a screen keeps its shape, or a screen reader would lose
	// its place.
	let elements = [], shape;

	// showControls lists the controls: tabs that are alternatives are one item.
	function showControls(list) {
		const wanted = list.map(c => `${c.role} ${c.group}`).join();
		if (wanted !== shape) {
			shape = wanted;
			controls.replaceChildren();
			let group, tabs;
			elements = list.map((c, n) => {
				const e = controlElement(n);
				if (c.role === "tab" && c.group === group) {
					tabs.append(e);
					return e;
				}
				[group, tabs] = c.role === "tab" ? [c.group, create("div", { role: "tablist" }, e)] : [];
				const item = create("li", {}, tabs ?? e);
				item.hidden = c.role === "textbox" || c.role === "list"; // the page has an element of its own for it, or a table
				controls.append(item);
				return e;
			});
		}
		list.forEach((c, n) => showControl(elements[n], c));
	}

	function controlElement(n) {
		const e = create("button", { type: "button" });
		e.addEventListener("click", () => perihelion.press(n, e.textContent, 0));
		e.addEventListener("keydown", event => {
			const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
			if (e.getAttribute("role") === "slider" && step) perihelion.press(n, e.textContent, step);
			event.stopPropagation(); // these keys are not for the ship
		});
		return e;
	}

	function showControl(e, c) {
		write(e, c.label);
		set(e, "role", c.role === "button" || c.role === "list" ? undefined : c.role);
		set(e, "aria-checked", c.role === "switch" ? String(c.value === "on") : undefined);
		set(e, "aria-selected", c.role === "tab" ? String(c.value === "on") : undefined);
		set(e, "aria-valuetext", c.role === "slider" ? c.value : undefined);
		const number = parseInt(c.value, 10);
		set(e, "aria-valuenow", c.role === "slider" && !isNaN(number) ? String(number) : undefined);
	}

	let shown = "";

	// showTables makes the tables anew when a text in them has changed; the focus stays in its row.
	function showTables(s) {
		const now = JSON.stringify(s.tables);
		if (now === shown) return;
		shown = now;
		const row = document.activeElement?.dataset?.row;
		tables.replaceChildren(...s.tables.map(t => tableElement(t, s.controls[t.control])));
		if (row) tables.querySelector(`[data-row="${row}"]`)?.focus();
	}

	// tableElement is a table with a caption. If its rows can be chosen, their first cell is a button.
	function tableElement(t, control) {
		const head = t.columns.map(text => create("th", { scope: "col" }, text));
		const rows = t.rows.map((cells, n) => create("tr", {}, ...cells.map((text, column) => {
			if (column > 0 || !control) return create("td", {}, text);
			const e = create("button", { type: "button", "data-row": `${t.control}/${n}`, "aria-pressed": String(n === t.selected) }, text);
			e.addEventListener("click", () => perihelion.press(t.control, control.label, 0, n + 1));
			e.addEventListener("keydown", event => event.stopPropagation());
			return create("th", { scope: "row" }, e);
		})));
		return create("table", {}, create("caption", {}, t.label), create("thead", {}, create("tr", {}, ...head)), create("tbody", {}, ...rows));
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
		if (s.lesson && s.lesson !== was.lesson) tellLine(s.lesson);
		if (!was.ready || s.scores === undefined) return;
		if (was.own && !s.own) tellLine(s.announced || say("Your ship is destroyed."));
		else if (s.announced && s.announced !== was.announced) tellLine(s.announced);
		if (!was.own && s.own) tellLine(say("You fly."));
		if (pointsOf(s) > pointsOf(was)) tellLine(say("%d points.", pointsOf(s)));
	}

	let timer, last = {};
	function look() {
		const s = JSON.parse(perihelion.state());
		if (!s.scene) return;
		const inside = mirror.contains(document.activeElement);
		write(heading, words(s.scene));
		const lines = s.texts.join("\n");
		if (lines !== last.texts?.join("\n")) texts.replaceChildren(...s.texts.map(text => create("p", {}, text)));
		showTables(s);
		showControls(s.controls);
		if (inside && s.scene !== last.scene) heading.focus(); // a new screen is read from its top
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
