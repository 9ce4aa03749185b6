package scene

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/ui"
)

// With PERIHELION_SCREENS=FOLDER this package runs no tests, but saves pictures of every
// screen in every size to that folder; it needs a display. `make screens` does that.
// PERIHELION_SCREENS_OF is a regular expression that selects screens, such as "960x540:
// pause", PERIHELION_SCREENS_LANG is their language, such as "de", and PERIHELION_SCREENS_COLORS
// the key of their colour mode, such as "contrast".
func TestMain(m *testing.M) {
	folder := os.Getenv("PERIHELION_SCREENS")
	if folder == "" {
		os.Exit(m.Run())
	}
	if tag, ok := lang.Find(os.Getenv("PERIHELION_SCREENS_LANG")); ok {
		lang.Use(lang.Load(tag))
	}
	of, err := regexp.Compile(os.Getenv("PERIHELION_SCREENS_OF"))
	if err == nil {
		ebiten.SetWindowSize(320, 240)
		err = ebiten.RunGame(&screenshots{folder: folder, of: of})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// screenshots draws one screen per frame, and saves it.
type screenshots struct {
	folder string
	of     *regexp.Regexp

	pen      *ui.Pen
	renderer *render.Renderer
	next     int
	err      error
}

func (g *screenshots) Layout(w, h int) (int, int) { return w, h }

func (g *screenshots) Update() error {
	if g.err != nil {
		return g.err
	}
	if g.next >= len(sizes)*len(allScreens()) {
		return ebiten.Termination
	}
	if g.pen == nil {
		if g.pen, g.err = ui.NewPen(); g.err == nil {
			g.renderer, g.err = render.New()
		}
	}
	return g.err
}

func (g *screenshots) Draw(*ebiten.Image) {
	all := allScreens()
	for g.pen != nil && g.err == nil && g.next < len(sizes)*len(all) {
		size, s := sizes[g.next/len(all)], all[g.next%len(all)]
		g.next++
		name := fmt.Sprintf("%s: %s", size.name(), s.name)
		if g.of.MatchString(name) {
			g.err = g.saveScreen(size, s, strings.NewReplacer(": ", "-", " ", "-", ",", "").Replace(name)+".png")
			return
		}
	}
}

func (g *screenshots) saveScreen(size viewport, s screen, name string) error {
	p := newScreenCheck(new(testing.T), g.pen, nil, size, 1)
	p.deps.renderer = g.renderer
	colors := render.FindColorMode(os.Getenv("PERIHELION_SCREENS_COLORS"))
	g.renderer.SetOptions(render.Options{Bloom: true, Colors: colors, Resolution: 1})
	g.pen.Filter = colors.Filter
	p.stack.scenes = p.withTitle(s.set(p))
	if m, ok := p.stack.scenes[min(1, len(p.stack.scenes)-1)].(*matchScene); ok && m.view != nil {
		for range 20 {
			m.play.Update(m.shown(), 1./60)
		}
	}
	if title, ok := p.stack.base().(*titleScene); ok {
		title.portrait.stage = ui.Rect{W: 140, H: 100} // until it is drawn
		for range 50 {
			title.portrait.fly(1. / 60)
		}
	}
	img := ebiten.NewImage(size.w, size.h)
	defer img.Deallocate()
	p.stack.draw(img, &p.frame)
	if err := os.MkdirAll(g.folder, 0o755); err != nil {
		return err
	}
	return savePNG(img, filepath.Join(g.folder, name))
}
