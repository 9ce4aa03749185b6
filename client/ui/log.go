package ui

import (
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Entry is one line of a Log, before it is broken into as many as it needs.
type Entry struct {
	Head, Text string
	Hue        rgba.Color // of the head
	Dim        bool
}

// Log is text that grows at its end, such as a chat. It follows its end unless
// somebody has scrolled back.
type Log struct {
	Rect
	Name string // for those who cannot see it

	entries []Entry
	lines   []line
	set     setting // what lines were broken for
	away    bool    // scrolled back
	scroll  scroll
	length  float32
}

// setting is what decides where lines break.
type setting struct {
	entries int
	version int
	width   float32
	size    float32
}

// line is one broken line: the head before the first of an entry.
type line struct {
	head string
	text string
	of   int
}

const (
	logSize = 15  // points
	logLead = 1.4 // of the size, from line to line
)

// Set replaces what is in the log. version tells one content from another of as
// many entries.
func (g *Log) Set(entries []Entry, version int) {
	g.entries = entries
	g.set.entries, g.set.version = len(entries), version
	g.lines = nil
}

// Bounds implements Widget.
func (g *Log) Bounds() Rect { return g.Rect }

// Caption implements Labelled.
func (g *Log) Caption() string { return g.Name }

// Holds implements Widget: arrows scroll as far as there is something.
func (g *Log) Holds(n Nav) bool {
	return n == Up && g.scroll.at > 0 || n == Down && g.scroll.at < g.length-g.H-1
}

// Update implements Widget. It never acts.
func (g *Log) Update(in *Input, focused bool) bool {
	was := g.scroll.at
	if focused && in.Nav == Up {
		g.scroll.at -= g.set.size * 3
	}
	if focused && in.Nav == Down {
		g.scroll.at += g.set.size * 3
	}
	g.scroll.update(in, g.Rect, g.length, max(1, g.set.size/logSize))
	if g.scroll.at != was {
		g.away = g.scroll.at < g.length-g.H-1
	}
	return false
}

// Draw implements Widget.
func (g *Log) Draw(dst *ebiten.Image, p *Pen, l Look, focused bool) {
	st := Style{Size: l.px(logSize), Color: White}
	g.breakLines(p, st)
	step := st.Size * logLead
	g.length = step * float32(len(g.lines))
	if !g.away {
		g.scroll.at = max(0, g.length-g.H)
	}
	inside := clip(dst, g.Rect)
	y := g.Y - g.scroll.at
	if g.length < g.H {
		y = g.Y + g.H - g.length // a short log lies at the bottom
	}
	for i := range g.lines {
		if at := y + step*(float32(i)+.5); at > g.Y-step && at < g.Y+g.H+step {
			g.line(inside, p, st, &g.lines[i], at)
		}
	}
	if bar, ok := g.scroll.bar(g.Rect, g.length, l.px(3)); ok {
		c := Edge.Mix(Cyan, .5).Fade(.6)
		if focused && l.Ring {
			c = Cyan
		}
		p.Fill(inside, bar, c)
	}
}

func (g *Log) line(dst *ebiten.Image, p *Pen, st Style, n *line, y float32) {
	x, e := g.X, &g.entries[n.of]
	if n.head != "" {
		head := st
		head.Face, head.Color = Title, e.Hue
		x += p.Text(dst, n.head, x, y, head) + st.Size*.45
	}
	if e.Dim {
		st.Color = Quiet
	}
	p.Text(dst, n.text, x, y, st)
}

func (g *Log) breakLines(p *Pen, st Style) {
	width := g.W - st.Size*.6
	if g.lines != nil && g.set.width == width && g.set.size == st.Size {
		return
	}
	g.set.width, g.set.size = width, st.Size
	g.lines = g.lines[:0]
	for i := range g.entries {
		e := &g.entries[i]
		indent := float32(0)
		if e.Head != "" {
			head := st
			head.Face = Title
			indent = p.Width(e.Head, head) + st.Size*.45
		}
		for n, text := range p.Wrap(p.Legible(e.Text), width, indent, st) {
			ln := line{text: text, of: i}
			if n == 0 {
				ln.head = e.Head
			}
			g.lines = append(g.lines, ln)
		}
	}
}

// Wrap breaks s into lines of at most w pixels, the first of them shorter by
// indent. A word longer than a line is broken where it must be.
func (p *Pen) Wrap(s string, w, indent float32, st Style) (lines []string) {
	room := w - indent
	now := ""
	for _, word := range strings.Fields(s) {
		next := word
		if now != "" {
			next = now + " " + word
		}
		if p.Width(next, st) <= room {
			now = next
			continue
		}
		if now != "" || len(lines) == 0 && indent > 0 {
			lines, room = append(lines, now), w
		}
		for now = word; p.Width(now, st) > w; {
			n := p.fitting(now, w, st)
			lines, now = append(lines, now[:n]), now[n:]
		}
	}
	return append(lines, now)
}

// fitting is how many bytes of s fit into w pixels: one rune at the least.
func (p *Pen) fitting(s string, w float32, st Style) int {
	n := 0
	for i, r := range s {
		if end := i + len(string(r)); i == 0 || p.Width(s[:end], st) <= w {
			n = end
		} else {
			break
		}
	}
	return n
}
