// Says what the page itself says in the player's language, which the client tells by the lang
// of the page once it runs. The build puts the texts here: those of assets/languages that
// stand in a call of say or key.
"use strict";

(() => {
	const tables = {{words}};
	const primary = tag => String(tag ?? "").split(/[-_]/)[0].toLowerCase();
	const known = tag => primary(tag) === "en" ? "en" : Object.keys(tables).find(t => primary(t) === primary(tag));

	let chosen;
	try {
		chosen = JSON.parse(localStorage.getItem("perihelion")).language; // see client/prefs
	} catch { /* nothing is stored, or this browser keeps nothing for pages */ }
	const wanted = [new URLSearchParams(location.search).get("lang"), chosen, ...(navigator.languages ?? [])];
	document.documentElement.lang = wanted.map(known).find(Boolean) ?? "en";

	// key marks a text that is said later.
	window.key = text => text;

	// say is the translation of a text, with values in the place of %s and %d, or of %[2]s for
	// the second.
	window.say = (text, ...values) => {
		let n = 0;
		return (tables[document.documentElement.lang]?.[text] ?? text).replace(/%(?:\[(\d)\])?([sd%])/g, (_, at, verb) => verb === "%" ? "%" : values[at ? at - 1 : n++]);
	};
})();
