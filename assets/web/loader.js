// Loads the game and says how far it is, or why it cannot be.
"use strict";

(() => {
	const $ = id => document.getElementById(id);
	const say = window.say; // see words.js
	const stage = text => { $("status").textContent = text; };
	const mib = n => (n / 1048576).toFixed(1);

	// What the client tells the page; see client/scene.
	const api = window.perihelion = {
		version: 1,
		started() { // the first frame is drawn
			performance.mark("perihelion.started");
			$("cover").classList.add("gone");
			setTimeout(() => $("cover").remove(), 600);
		},
		state() { return "{}"; }, // replaced by the client, as is what follows
		press() {}, // a control of the state, by its index and label; see mirror.js

		// For a portal around the game: silence while it shows something else, and no chat
		// where it wants none.
		mute(on) { document.documentElement.dataset.sound = on ? "off" : "on"; },
		chat(on) { document.documentElement.dataset.chat = on ? "on" : "off"; },
	};

	function fail(what, advice, retry = true) {
		api.error = what;
		if (!$("cover")) { // the game had begun: there is nothing left to cover
			const cover = document.createElement("main");
			cover.id = "cover";
			cover.innerHTML = '<div role="alert"><p id="what"></p><p id="advice"></p><button id="again" type="button"></button></div>';
			document.body.append(cover);
			$("again").textContent = say("Play again");
		} else {
			$("loading").hidden = true;
			$("trouble").hidden = false;
		}
		$("what").textContent = what;
		$("advice").textContent = advice;
		$("again").hidden = !retry;
		$("again").onclick = () => location.reload();
	}

	// missing is what this browser lacks, or nothing.
	function missing() {
		if (typeof WebAssembly !== "object") {
			return [say("This browser has no WebAssembly."), say("Any current version of Firefox, Chrome, Edge or Safari will do. In Safari's Lockdown Mode, allow this page.")];
		}
		if (typeof WebSocket !== "function") {
			return [say("This browser has no WebSocket."), say("Something may block it: an extension, or the rules of a company network.")];
		}
		if (!document.createElement("canvas").getContext("webgl2")) {
			return [say("This browser cannot draw with WebGL 2."), say("Turn on hardware acceleration in its settings, update the graphics driver, or try another browser.")];
		}
	}

	// metered passes a response through and reports the bytes that have come. They
	// are counted after decompression, as is the total that the build wrote down: they
	// make a share, but not a number of bytes that travel.
	function metered(response, progress) {
		const reader = response.body.getReader();
		let got = 0;
		const stream = new ReadableStream({
			async pull(out) {
				const { done, value } = await reader.read();
				if (done) return out.close();
				progress(got += value.byteLength);
				out.enqueue(value);
			},
			cancel(why) { return reader.cancel(why); },
		});
		return new Response(stream, { headers: { "Content-Type": "application/wasm" } });
	}

	// progress shows how much has come, in per cent: of travels bytes, where the server
	// says how many those are.
	function progress(got, total, travels) {
		const part = Math.min(1, got / total);
		const percent = Math.floor(100 * part);
		$("done").style.width = `${100 * part}%`;
		$("bar").setAttribute("aria-valuenow", percent);
		stage(part >= 1 ? say("Starting the engines") : travels ? say("%d %% of %s MB", percent, mib(travels)) : `${percent} %`);
		$("bar").classList.toggle("busy", part >= 1);
	}

	async function load(importObject) {
		const link = $("client");
		const total = Number(link.dataset.bytes);
		const response = await fetch(link.href);
		if (!response.ok) throw new Error(say("the server answered %d", response.status));
		const travels = Number(response.headers.get("Content-Length")); // compressed, if it is; 0: not told
		return WebAssembly.instantiateStreaming(metered(response, got => progress(got, total, travels)), importObject);
	}

	// Ebitengine keeps every key from the browser. These are the browser's own.
	window.addEventListener("keydown", e => {
		const own = ["F5", "F11", "F12"].includes(e.key) || ((e.ctrlKey || e.metaKey) && ["r", "l", "t", "w", "0", "+", "-", "="].includes(e.key.toLowerCase()));
		if (own) e.stopImmediatePropagation();
	}, true);

	// Ebitengine draws into a picture of its own, which it copies to the canvas: more samples of
	// each pixel than one, which a browser takes unless it is told, are work for nothing.
	const getContext = HTMLCanvasElement.prototype.getContext;
	HTMLCanvasElement.prototype.getContext = function(kind, options) {
		return getContext.call(this, kind, kind === "webgl2" ? { ...options, antialias: false } : options);
	};

	async function main() {
		for (const [id, text] of [["status", say("Loading")], ["again", say("Try again")]]) $(id).textContent = text;
		$("bar").setAttribute("aria-label", say("Loading"));
		const lack = missing();
		if (lack) return fail(lack[0], lack[1], false);
		const go = new Go();
		let program;
		try {
			program = await load(go.importObject);
		} catch (err) {
			console.error(err);
			return fail(say("The game could not be loaded: %s.", err.message), say("The server may be restarting, or the connection broke. Nothing is lost."));
		}
		let status = 0;
		go.exit = code => { status = code; };
		try {
			await go.run(program.instance);
		} catch (err) {
			console.error(err);
			status = 2;
		}
		fail(status ? say("The game has crashed.") : say("The game has ended."), status ? say("Sorry. The browser's console says what happened.") : say("Until next time."));
	}

	main();
})();
