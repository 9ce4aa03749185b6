package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"testing"

	"perihelion/scripts/harness"
)

// mirroredPage runs the mirror in an imitation of a browser, and shows it one state of the game
// after the other: the lines of a chat, as JSON. It prints what the mirror says.
const mirroredPage = `
const fs = require("fs"), vm = require("vm");
const said = [];
class Element {
	children = [];
	setAttribute() {} getAttribute() {} addEventListener() {} remove() {} replaceChildren() {} after() {} prepend() {}
	append(...more) {
		for (const e of more) if (typeof e === "string" && this.tag === "p") said.push(e);
		this.children.push(...more);
	}
}
let look;
const page = {
	document: { createElement: tag => Object.assign(new Element(), { tag }), body: new Element(), documentElement: {} },
	navigator: { languages: ["en"] }, location: { search: "" }, URLSearchParams,
	localStorage: { getItem: () => "on", setItem() {} },
	setInterval: f => { look = f; }, clearInterval() {},
	perihelion: { state: () => state },
};
page.window = page;
vm.createContext(page);
vm.runInContext(process.argv[3], page);
vm.runInContext(fs.readFileSync("../../assets/web/mirror.js", "utf8"), page);
let state;
for (const chat of JSON.parse(process.argv[2])) {
	state = JSON.stringify({ scene: "match", controls: [], said: chat });
	look();
}
process.stdout.write(JSON.stringify(said.slice(1))); // the first is the scene
`

// The game keeps the last lines of a chat, so a long one does not grow.
func TestTheMirrorReadsEachLineOfAChatOnce(t *testing.T) {
	node := harness.RequireProgram(t, "node", "PERIHELION_TEST_EXAMPLES")
	states, _ := json.Marshal([][]string{{"a", "b"}, {"a", "b", "b"}, {"b", "b", "c"}, {"b", "b", "c"}, {"d", "e", "f"}, {"g"}}) // cannot fail
	out, err := exec.Command(node, "-e", mirroredPage, "paper", string(states), string(wordsScript(t))).Output()
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	if want := []string{"a", "b", "b", "c", "d", "e", "f", "g"}; !slices.Equal(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
}
