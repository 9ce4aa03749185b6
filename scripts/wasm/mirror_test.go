package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"perihelion/scripts/harness"
)

// mirroredPage runs the mirror in an imitation of a browser, and shows it one state of the game
// after the other, as JSON. It prints what the log of the mirror has at last, the tree of its
// elements, and what was pressed: each button once.
const mirroredPage = `
const fs = require("fs"), vm = require("vm");
let focused;
class Element {
	children = []; attributes = {}; listeners = {}; dataset = {};
	setAttribute(name, value) { this.attributes[name] = value; if (name.startsWith("data-")) this.dataset[name.slice(5)] = value; }
	getAttribute(name) { return this.attributes[name] ?? null; }
	removeAttribute(name) { delete this.attributes[name]; }
	addEventListener(name, f) { this.listeners[name] = f; }
	append(...more) { this.children.push(...more); }
	prepend(...more) { this.children.unshift(...more); }
	after(e) { body.append(e); }
	remove() { body.children = body.children.filter(e => e !== this); }
	replaceChildren(...more) { this.children = more; }
	contains(e) { return e === this || this.children.some(c => c.contains?.(e)); }
	querySelector(q) { return this.all().find(e => e.dataset.row !== undefined && q === '[data-row="' + e.dataset.row + '"]'); }
	all() { return this.hidden ? [] : this.children.flatMap(c => c.all ? [c, ...c.all()] : []); }
	focus() { focused = this; }
	get firstChild() { return { remove: () => this.children.shift() }; }
	get textContent() { return this.children.map(c => c.textContent ?? c).join(""); }
	set textContent(text) { this.children = [text]; }
	tree(depth) {
		if (this.hidden) return "";
		const shown = Object.entries(this.attributes).filter(([name]) => name === "role" || name === "scope" || name.startsWith("aria-")).map(([name, value]) => " " + name + "=" + value).join("");
		const text = this.children.filter(c => typeof c === "string").join("");
		return "\t".repeat(depth) + this.tag + shown + (text && " " + text) + "\n" + this.children.map(c => c.tree?.(depth + 1) ?? "").join("");
	}
}
let look, state;
const body = new Element(), pressed = [];
const page = {
	document: { createElement: tag => Object.assign(new Element(), { tag }), body, documentElement: {}, get activeElement() { return focused; } },
	navigator: { languages: ["en"] }, location: { search: "" }, URLSearchParams,
	localStorage: { getItem: () => "on", setItem() {} },
	setInterval: f => { look = f; }, clearInterval() {},
	perihelion: { state: () => state, press: (...args) => pressed.push(args.join(" ")) },
};
page.window = page;
vm.createContext(page);
vm.runInContext(process.argv[3], page);
vm.runInContext(fs.readFileSync("../../assets/web/mirror.js", "utf8"), page);
const mirror = body.all().find(e => e.attributes.id === "mirror");
let first;
for (const s of JSON.parse(process.argv[2])) {
	state = JSON.stringify({ controls: [], tables: [], texts: [], ...s });
	look();
	first ??= focused = mirror.all().find(e => e.tag === "button");
}
const said = mirror.all().filter(e => e.tag === "p").map(e => e.textContent);
for (const e of mirror.all()) if (e.tag === "button") e.listeners.click();
process.stdout.write(JSON.stringify({ said, tree: mirror.tree(0), pressed, focus: focused?.tag ?? "" }));
`

// mirrored is what mirroredPage prints.
type mirrored struct {
	Said, Pressed []string
	Tree, Focus   string
}

// mirror shows states, one after the other.
func mirror(t *testing.T, states []map[string]any) (m mirrored) {
	t.Helper()
	node := harness.RequireProgram(t, "node", "PERIHELION_TEST_EXAMPLES")
	text, _ := json.Marshal(states) // cannot fail
	out, err := exec.Command(node, "-e", mirroredPage, "paper", string(text), string(wordsScript(t))).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return m
}

// The game keeps the last lines of a chat, so a long one does not grow.
func TestTheMirrorReadsEachLineOfAChatOnce(t *testing.T) {
	var states []map[string]any
	for _, chat := range [][]string{{"a", "b"}, {"a", "b", "b"}, {"b", "b", "c"}, {"b", "b", "c"}, {"d", "e", "f"}, {"g"}} {
		states = append(states, map[string]any{"scene": "match", "said": chat})
	}
	got := mirror(t, states).Said
	if want := []string{"Match", "a", "b", "b", "c", "d", "e", "f", "g"}; !slices.Equal(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// control is one of the controls of a state.
func control(role, label, value string, group int) map[string]any {
	return map[string]any{"role": role, "label": label, "value": value, "group": group}
}

func TestTheMirrorHasTheStructureOfTheScreen(t *testing.T) {
	rooms := map[string]any{
		"scene": "rooms", "texts": []string{"No answer"},
		"tables": []any{map[string]any{"label": "Rooms", "columns": []string{"MODE", "FREE"}, "rows": [][]string{{"DUEL", "1"}, {"TEAMS", "3"}}, "control": 0, "selected": 1}},
		"controls": []any{
			control("list", "Rooms", "", 0), control("tab", "ALL", "on", 1), control("tab", "DUEL", "off", 1), control("tab", "TOP", "on", 2),
			control("button", "JOIN", "", 3), control("slider", "Music", "70 %", 4), control("textbox", "Your name", "Ada", 5),
		},
	}
	got := mirror(t, []map[string]any{rooms})
	const want = `section aria-label=The game in words
	h2 Rooms
	div
		p No answer
	div
		table
			caption Rooms
			thead
				tr
					th scope=col MODE
					th scope=col FREE
			tbody
				tr
					th scope=row
						button aria-pressed=false DUEL
					td 1
				tr
					th scope=row
						button aria-pressed=true TEAMS
					td 3
	h3 Controls
	ul aria-label=Controls
		li
			div role=tablist
				button role=tab aria-selected=true ALL
				button role=tab aria-selected=false DUEL
		li
			div role=tablist
				button role=tab aria-selected=true TOP
		li
			button JOIN
		li
			button role=slider aria-valuetext=70 % aria-valuenow=70 Music
	h3 What happens
	div role=log aria-live=polite aria-label=What happens
		p Rooms
	div role=alert
`
	if got.Tree != want {
		t.Errorf("it is\n%s\nwant\n%s", got.Tree, want)
	}
	if want := []string{"0 Rooms 0 1", "0 Rooms 0 2", "1 ALL 0", "2 DUEL 0", "3 TOP 0", "4 JOIN 0", "5 Music 0"}; !slices.Equal(got.Pressed, want) {
		t.Errorf("its buttons press %q, want %q", got.Pressed, want)
	}
}

func TestTheFocusGoesToTheHeadingOfANewScreenAndStaysOnAnOldOne(t *testing.T) {
	title := map[string]any{"scene": "title", "controls": []any{control("button", "PLAY", "", 0)}}
	again := map[string]any{"scene": "title", "texts": []string{"news"}, "controls": []any{control("button", "PLAY 2", "", 0)}}
	rooms := map[string]any{"scene": "rooms", "controls": []any{control("button", "BACK", "", 0)}}
	for name, tt := range map[string]struct {
		states []map[string]any
		want   string
	}{"the same": {[]map[string]any{title, again}, "button"}, "another": {[]map[string]any{title, rooms}, "h2"}} {
		if got := mirror(t, tt.states); got.Focus != tt.want {
			t.Errorf("%s screen: the focus is on %q, want %q in %s", name, got.Focus, tt.want, strings.TrimSpace(got.Tree))
		}
	}
}
