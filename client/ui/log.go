package ui

import (
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// LogEntry is one line of a Log, before it is broken into as many as it needs.
type LogEntry struct {
	Author, Text string
	AuthorColor  rgba.Color // of the head
	Dim          bool
}

// Log is text that grows at its end, such as a chat. It follows its end unless
// somebody has scrolled back.
type Log struct {
	Rect
	Name string // for those who cannot see it

	entries       []LogEntry
	lines         []logLine
	wrapped       wrapKey // what lines were broken for
	scrolledBack  bool    // scrolled back
	scroll        scrollState
	contentHeight float32
}

// wrapKey is what decides where lines break.
type wrapKey struct {
	entries int
	version int
	width   float32
	size    float32
}

// line is one broken line: the head before the first of an entry.
type logLine struct {
	author string
	text   string
	entry  int
}

const (
	logTextSize   = 15  // points
	logLineHeight = 1.4 // of the size, from line to line
)

// SetEntries replaces what is in the log. version tells one content from another of as
// many entries.
func (g *Log) SetEntries(entries []LogEntry, version int) {
	g.entries = entries
	g.wrapped.entries, g.wrapped.version = len(entries), version
	g.lines = nil
}

// Bounds implements Widget.
func (g *Log) Bounds() Rect { return g.Rect }

// Caption implements Labelled.
func (g *Log) Caption() string { return g.Name }

// CapturesNav implements Widget: arrows scroll as far as there is something.
func (g *Log) CapturesNav(n Nav) bool {
	return n == NavUp && g.scroll.offset > 0 || n == NavDown && g.scroll.offset < g.contentHeight-g.H-1
}

// Update implements Widget. It never acts.
func (g *Log) Update(in *Input, focused bool) bool {
	was := g.scroll.offset
	if focused && in.Nav == NavUp {
		g.scroll.offset -= g.wrapped.size * 3
	}
	if focused && in.Nav == NavDown {
		g.scroll.offset += g.wrapped.size * 3
	}
	g.scroll.handleInput(in, g.Rect, g.contentHeight, max(1, g.wrapped.size/logTextSize))
	if g.scroll.offset != was {
		g.scrolledBack = g.scroll.offset < g.contentHeight-g.H-1
	}
	return false
}

// Draw implements Widget.
func (g *Log) Draw(dst *ebiten.Image, p *Pen, l Theme, focused bool) {
	st := Style{Size: l.px(logTextSize), Color: White}
	g.wrapEntries(p, st)
	step := st.Size * logLineHeight
	g.contentHeight = step * float32(len(g.lines))
	if !g.scrolledBack {
		g.scroll.offset = max(0, g.contentHeight-g.H)
	}
	inside := clipImage(dst, g.Rect)
	y := g.Y - g.scroll.offset
	if g.contentHeight < g.H {
		y = g.Y + g.H - g.contentHeight // a short log lies at the bottom
	}
	for i := range g.lines {
		if at := y + step*(float32(i)+.5); at > g.Y-step && at < g.Y+g.H+step {
			g.drawLine(inside, p, st, &g.lines[i], at)
		}
	}
	if bar, ok := g.scroll.scrollbarRect(g.Rect, g.contentHeight, l.px(3)); ok {
		c := Border.Mix(Cyan, .5).Fade(.6)
		if focused && l.ShowFocus {
			c = Cyan
		}
		p.Fill(inside, bar, c)
	}
}

func (g *Log) drawLine(dst *ebiten.Image, p *Pen, st Style, n *logLine, y float32) {
	x, e := g.X, &g.entries[n.entry]
	if n.author != "" {
		head := st
		head.Face, head.Color = Title, e.AuthorColor
		x += p.Text(dst, n.author, x, y, head) + st.Size*.45
	}
	if e.Dim {
		st.Color = Muted
	}
	p.Text(dst, n.text, x, y, st)
}

func (g *Log) wrapEntries(p *Pen, st Style) {
	width := g.W - st.Size*.6
	if g.lines != nil && g.wrapped.width == width && g.wrapped.size == st.Size {
		return
	}
	g.wrapped.width, g.wrapped.size = width, st.Size
	g.lines = g.lines[:0]
	for i := range g.entries {
		e := &g.entries[i]
		indent := float32(0)
		if e.Author != "" {
			head := st
			head.Face = Title
			indent = p.Width(e.Author, head) + st.Size*.45
		}
		for n, text := range p.Wrap(p.ReplaceUndrawable(e.Text), width, indent, st) {
			ln := logLine{text: text, entry: i}
			if n == 0 {
				ln.author = e.Author
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
			n := p.fittingPrefix(now, w, st)
			lines, now = append(lines, now[:n]), now[n:]
		}
	}
	return append(lines, now)
}

// fittingPrefix is how many bytes of s fit into w pixels: one rune at the least.
func (p *Pen) fittingPrefix(s string, w float32, st Style) int {
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
