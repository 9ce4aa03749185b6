// Command strips draws moments of matches as strips of pictures: a kill by the rail on the screens
// of both players, and a kill, a streak, a flare and a podium as one player sees them, through the
// pictures and the HUD of the client. `make strips` draws all of them.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// strip is a picture to draw, once a game runs.
type strip struct {
	name     string
	maxBytes int // of the file; 0: it is as large as it gets
	draw     func() (*image.RGBA, error)
}

// strips draws one strip after the other, each in a frame: nothing can be drawn before a game runs.
type strips struct {
	list   []strip
	folder string
	err    error
}

func main() {
	s := &strips{}
	of := flag.String("of", "", "regular expression: draw only the strips whose names it matches")
	seed := flag.Uint64("seed", 7, "of the duel and its networks")
	trip := flag.Duration("trip", 150*time.Millisecond, "round trip of both links of the duel")
	flag.StringVar(&s.folder, "o", ".", "write the strips into this folder")
	flag.Parse()
	names, err := regexp.Compile(*of)
	if err == nil {
		s.list, err = chosenStrips(names, *seed, *trip)
	}
	if err == nil {
		ebiten.SetWindowSize(cellW, cellH)
		err = errors.Join(ebiten.RunGame(s), s.err)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// chosenStrips plays the matches of the strips with these names.
func chosenStrips(names *regexp.Regexp, seed uint64, trip time.Duration) (list []strip, err error) {
	if names.MatchString("duel") {
		d, err := newDuel(seed, trip)
		if err != nil {
			return nil, err
		}
		list = append(list, strip{name: "duel", draw: d.drawStrip})
	}
	for _, f := range films() {
		if !names.MatchString(f.name) {
			continue
		}
		if err := f.look(); err != nil {
			return nil, err
		}
		list = append(list, strip{f.name, stripBytes, func() (*image.RGBA, error) { return f.draw(columns) }})
	}
	if !names.MatchString("trailer") {
		return list, nil
	}
	scenes := trailer()
	for _, f := range scenes {
		if err := f.look(); err != nil {
			return nil, err
		}
	}
	return append(list, strip{"trailer", trailerBytes, func() (*image.RGBA, error) { return besideEachOther(scenes) }}), nil
}

const (
	stripBytes   = 150_000
	trailerBytes = 300_000
)

// besideEachOther draws films of one cell each in a row.
func besideEachOther(films []*film) (*image.RGBA, error) {
	var whole *image.RGBA
	for i, f := range films {
		cell, err := f.draw(1)
		if err != nil {
			return nil, err
		}
		size := cell.Bounds().Size()
		if whole == nil {
			whole = image.NewRGBA(image.Rect(0, 0, len(films)*(size.X+trailerGap)-trailerGap, size.Y))
		}
		draw.Draw(whole, cell.Bounds().Add(image.Pt(i*(size.X+trailerGap), 0)), cell, image.Point{}, draw.Src)
	}
	return whole, nil
}

const trailerGap = 6 // pixels between two cells

func (s *strips) Layout(_, _ int) (int, int) { return cellW, cellH }

func (s *strips) Update() error {
	if len(s.list) == 0 || s.err != nil {
		return ebiten.Termination
	}
	return nil
}

func (s *strips) Draw(*ebiten.Image) {
	if len(s.list) == 0 || s.err != nil {
		return
	}
	next := s.list[0]
	s.list = s.list[1:]
	img, err := next.draw()
	if err == nil {
		err = saveJPEG(img, filepath.Join(s.folder, next.name+".jpg"), next.maxBytes)
	}
	s.err = err
}

// saveJPEG writes a JPEG of the best quality that is not larger than most bytes; 0: there is no
// limit.
func saveJPEG(img image.Image, path string, most int) error {
	for quality := 92; quality >= 40; quality -= 4 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return err
		}
		if most == 0 || b.Len() <= most {
			return os.WriteFile(path, b.Bytes(), 0o644)
		}
	}
	return fmt.Errorf("%s: it is larger than %d bytes at any quality", path, most)
}
