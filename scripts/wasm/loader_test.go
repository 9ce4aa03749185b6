package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
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
	HTMLCanvasElement: class { getContext(kind, options) { return { kind, ...options }; } },
	navigator: { languages: [process.argv[3], "en"] }, location: { search: "" }, URLSearchParams,
};
page.document.documentElement = {};
page.window = page;
vm.createContext(page);
vm.runInContext(process.argv[4], page);
vm.runInContext(fs.readFileSync("../../assets/web/loader.js", "utf8"), page);
const { alpha, antialias } = new page.HTMLCanvasElement().getContext("webgl2", { alpha: true });
if (!alpha || antialias !== false) throw new Error("a canvas is made with several samples of a pixel, or without what the game asks for");
process.on("exit", () => process.stdout.write(JSON.stringify(said)));
`

func TestTheLoaderShowsHowMuchHasArrived(t *testing.T) {
	node := harness.RequireProgram(t, "node", "PERIHELION_TEST_EXAMPLES")
	words := wordsScript(t)
	for _, c := range []struct{ name, travels, language, half, last string }{
		{"where the server says how much", "5662310", "nl", "50 % of 5.4 MB", "Starting the engines"},
		{"where it does not say", "", "en-GB", "50 %", "Starting the engines"},
		{"in German", "5662310", "de-AT", "50 % von 5.4 MB", "Triebwerke starten"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := exec.Command(node, "-e", fakePage, "paper", c.travels, c.language, string(words)).Output()
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			if err := json.Unmarshal(out, &said); err != nil {
				t.Fatalf("%v in %q", err, out)
			}
			if !slices.Contains(said, c.half) || !slices.Contains(said, c.last) {
				t.Errorf("says %q, want %q and %q on the way", said, c.half, c.last)
			}
		})
	}
}

// wordsScript is words.js as the build writes it.
func wordsScript(t *testing.T) []byte {
	t.Helper()
	t.Chdir("../..")
	script, err := os.ReadFile(filepath.Join(pageDir, "words.js"))
	if err != nil {
		t.Fatal(err)
	}
	words, err := putWords(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("scripts/wasm")
	return words
}
