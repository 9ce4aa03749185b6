//go:build e2e

package e2e

import (
	"flag"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"perihelion/client/scene"
)

var stripFolder = flag.String("strip", "", "build an arena from nothing, and put its strip of pictures, its text and what bots say of it into this folder")

// film is the pictures of a tab, which become a strip.
type film struct {
	*tab
	folder string
	cells  []image.Image
}

const filmW, filmH, filmColumns = 960, 540, 3

// shoot adds what the tab shows now.
func (f *film) shoot() {
	f.t.Helper()
	f.moveMouse(filmW-3, filmH-3) // out of the picture
	f.awaitFrames()
	file := filepath.Join(f.t.TempDir(), "cell.png")
	if err := f.Screenshot(file); err != nil {
		f.t.Fatal(err)
	}
	r, err := os.Open(file)
	if err != nil {
		f.t.Fatal(err)
	}
	defer r.Close()
	cell, err := png.Decode(r)
	if err != nil {
		f.t.Fatal(err)
	}
	f.cells = append(f.cells, cell)
}

// save writes the strip.
func (f *film) save() {
	f.t.Helper()
	rows := (len(f.cells) + filmColumns - 1) / filmColumns
	whole := image.NewRGBA(image.Rect(0, 0, filmColumns*filmW, rows*filmH))
	for i, c := range f.cells {
		draw.Draw(whole, image.Rect(0, 0, filmW, filmH).Add(image.Pt(i%filmColumns*filmW, i/filmColumns*filmH)), c, image.Point{}, draw.Src)
	}
	w, err := os.Create(filepath.Join(f.folder, "editor.jpg"))
	if err != nil {
		f.t.Fatal(err)
	}
	defer w.Close()
	if err := jpeg.Encode(w, whole, &jpeg.Options{Quality: 88}); err != nil {
		f.t.Fatal(err)
	}
}

// put chooses a tool and presses where its object goes, in CSS pixels from the middle of the arena.
func (f *film) put(tool string, x, y float64) {
	f.t.Helper()
	f.clickControl(tool)
	f.clickAt(arenaX+x, arenaY+y)
	s, _ := f.ClientState()
	if !slices.ContainsFunc(s.Controls, func(c scene.Control) bool { return c.Label == "DELETE" }) {
		f.shoot()
		f.save()
		f.t.Fatalf("%s: nothing was put, the editor says %q", tool, s.Texts)
	}
	f.shoot()
}

// arenaX and arenaY are the middle of the arena in a window of this size when the editor opens.
const arenaX, arenaY = 547, 293

// TestAnArenaFromNothing makes an arena by mouse alone, keeps it in the library, and lets bots play in it.
func TestAnArenaFromNothing(t *testing.T) {
	if *stripFolder == "" {
		t.Skip("it makes pictures: make editor-strip")
	}
	base := startGame(t)
	chrome := startChromium(t)
	b := newWindow(t, chrome, newProfile(t, chrome), "from nothing")
	b.setViewport(filmW, filmH, chromedp.EmulateScale(1))
	b.navigate(base + "/?name=Maker")
	f := &film{tab: b, folder: *stripFolder}
	openRoomToBuildIn(t, b)
	f.build()
	f.clickControl("SAVE")
	f.clickControl("SAVE TO LIBRARY")
	awaitState(t, b, maxWait, "saved", func(s clientState) bool { return slices.Contains(s.Texts, "Saved") })
	f.shoot()
	f.clickControl("FLY")
	awaitState(t, b, maxWait, "flight", func(s clientState) bool { return s.Scene == "match" && s.Own != nil })
	f.shoot()
	f.save()
	file := filepath.Join(f.folder, "editor.json")
	if err := os.WriteFile(file, []byte(savedArena(b)), 0o644); err != nil {
		t.Fatal(err)
	}
	runServer(t, filepath.Join(f.folder, "editor.txt"), "arena", "play", file)
}

// build makes the arena.
func (f *film) build() {
	f.t.Helper()
	f.shoot()
	f.clickControl("ARENA")
	f.clickControl("SELECT ALL")
	f.clickControl("DELETE")
	f.shoot()
	f.clickControl("TURN ×1")
	f.clickControl("TURN ×2")
	f.put("BELT", -150, 0)
	f.put("GATES", -100, -60)
	f.put("ITEMS", -95, 0)
	f.put("START", -189, 0)
	f.put("ROCK", -75, -150)
	f.put("CHECKPOINT", -120, 100)
	f.mouseDown(arenaX-120, arenaY+100)
	f.awaitFrames()
	f.moveMouse(arenaX-130, arenaY+60)
	f.awaitFrames()
	f.mouseUp(arenaX-140, arenaY+40)
	f.shoot()
}

// savedArena is the text of the arena that the player of a tab has saved.
func savedArena(b *tab) (text string) {
	b.t.Helper()
	const ask = `(async () => {
		const headers = {Authorization: "Bearer " + JSON.parse(localStorage.getItem("perihelion")).token};
		const mine = await (await fetch("/v1/arenas?list=mine", {headers})).json();
		return (await (await fetch("/v1/arenas/" + mine.arenas[0].id, {headers})).json()).text;
	})()`
	b.runActions(chromedp.Evaluate(ask, &text, awaitPromise))
	return text
}

// runServer runs a command of the server, and keeps and logs what it prints.
func runServer(t *testing.T, file string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run", "perihelion/server"}, args...)...)
	out, err := cmd.CombinedOutput()
	t.Logf("server %v:\n%s", args, out)
	if err != nil || os.WriteFile(file, out, 0o644) != nil {
		t.Errorf("server %v: %v", args, err)
	}
}
