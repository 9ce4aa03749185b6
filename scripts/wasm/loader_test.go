package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"testing"

	"perihelion/scripts/harness"
)

// fakePage runs the page's script in Node, in an imitation of what it needs of a browser.
// Ten parts of the program arrive, 100 bytes each when decompressed.
const fakePage = `
const fs = require("fs"), vm = require("vm");
const travels = process.argv[2], said = [];
const element = id => ({
	dataset: { bytes: "1000" }, href: "client.wasm", style: {}, classList: { toggle() {}, add() {} }, setAttribute() {}, getContext: () => ({}),
	set textContent(text) { if (id === "status") said.push(text); },
});
const elements = {};
let read;
const page = {
	console, Response: class { constructor(body) { this.body = body; } },
	ReadableStream: class { constructor(source) { this.source = source; } },
	document: { getElementById: id => elements[id] ??= element(id), createElement: element },
	Go: class { importObject = {}; run() {} },
	fetch: async () => {
		let left = 10;
		return { ok: true, headers: { get: name => name === "Content-Length" && travels ? travels : null }, body: { getReader: () => ({ read: async () => left-- > 0 ? { value: new Uint8Array(100) } : { done: true } }) } };
	},
	WebAssembly: { instantiateStreaming: async response => {
		for (let open = true; open;) await response.body.source.pull({ enqueue() {}, close() { open = false; } });
		return { instance: {} };
	} },
	WebSocket: function () {}, addEventListener() {},
};
page.window = page;
vm.runInNewContext(fs.readFileSync("../../assets/web/loader.js", "utf8"), page);
process.on("exit", () => process.stdout.write(JSON.stringify(said)));
`

func TestTheLoaderShowsHowMuchHasArrived(t *testing.T) {
	node := harness.RequireProgram(t, "node", "PERIHELION_TEST_EXAMPLES")
	for _, c := range []struct{ name, travels, half string }{
		{"where the server says how much", "5662310", "50 % of 5.4 MB"},
		{"where it does not say", "", "50 %"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := exec.Command(node, "-e", fakePage, "paper", c.travels).Output()
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			if err := json.Unmarshal(out, &said); err != nil {
				t.Fatalf("%v in %q", err, out)
			}
			if !slices.Contains(said, c.half) || !slices.Contains(said, "Starting the engines") {
				t.Errorf("says %q, want %q on the way", said, c.half)
			}
		})
	}
}
