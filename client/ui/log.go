package ui

import (
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
)

// LogEntry is one message of a Log.
type LogEntry struct {
	Author, Text string // Author may be empty
	AuthorColor  rgba.Color
	Dim          bool
}

// Log shows messages that are added at its end, such as a chat, and wraps them to its
// width. It stays scrolled to the end unless the player has scrolled back.
type Log struct {
	Rect
	Name string // the caption; it is not drawn

	entries       []LogEntry
	lines         []logLine // nil: the entries have to be wrapped
	wrapWidth     float32   // pixels, for which lines was made
	textSize      float32   // pixels, for which lines was made
	scrolledBack  bool
	scroll        scrollState
	contentHeight float32 // pixels
}

// logLine is one wrapped line. The first line of an entry begins with the author.
type logLine struct {
	author string
	text   string
	entry  int // index
}

const (
	logTextSize   = 15  // points
	logLineHeight = 1.4 // relative to the text size
)

// SetEntries replaces all entries.
func (g *Log) SetEntries(entries []LogEntry) {
	g.entries = entries
	g.lines = nil
}

func (g *Log) Caption() string { return lang.T(g.Name) }

// CapturesNav implements navCapturer: arrows scroll until the beginning or the end is
// reached.
func (g *Log) CapturesNav(n Nav) bool {
	return n == NavUp && g.scroll.offset > 0 || n == NavDown && g.scroll.offset < g.contentHeight-g.H-1
}

// Update implements Widget. It always returns false.
func (g *Log) Update(in *Input, focused bool) bool {
	was := g.scroll.offset
	if focused && in.Nav == NavUp {
		g.scroll.offset -= g.textSize * 3
	}
	if focused && in.Nav == NavDown {
		g.scroll.offset += g.textSize * 3
	}
	g.scroll.handleInput(in, g.Rect, g.contentHeight, max(1, g.textSize/logTextSize))
	if g.scroll.offset != was {
		g.scrolledBack = g.scroll.offset < g.contentHeight-g.H-1
	}
	return false
}

func (g *Log) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	st := Style{Size: th.px(logTextSize), Color: White}
	g.wrapEntries(p, st)
	step := st.Size * logLineHeight
	g.contentHeight = step * float32(len(g.lines))
	if !g.scrolledBack {
		g.scroll.offset = max(0, g.contentHeight-g.H)
	}
	inside := clipImage(dst, g.Rect)
	y := g.Y - g.scroll.offset
	if g.contentHeight < g.H {
		y = g.Y + g.H - g.contentHeight // a short log is aligned to the bottom
	}
	for i := range g.lines {
		if at := y + step*(float32(i)+.5); at > g.Y-step && at < g.Y+g.H+step {
			g.drawLine(inside, p, st, &g.lines[i], at)
		}
	}
	if bar, ok := g.scroll.scrollbarRect(g.Rect, g.contentHeight, th.px(3)); ok {
		c := Border.Mix(Cyan, .5).Fade(.6)
		if focused && th.ShowFocus {
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
	if g.lines != nil && g.wrapWidth == width && g.textSize == st.Size {
		return
	}
	g.wrapWidth, g.textSize = width, st.Size
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
			wrapped := logLine{text: text, entry: i}
			if n == 0 {
				wrapped.author = e.Author
			}
			g.lines = append(g.lines, wrapped)
		}
	}
}

// Wrap breaks s between words into lines of at most w pixels; the first line is shorter
// by indent. A word longer than a line is broken inside.
func (p *Pen) Wrap(s string, w, indent float32, st Style) (lines []string) {
	room := w - indent
	line := ""
	for _, word := range strings.Fields(s) {
		next := word
		if line != "" {
			next = line + " " + word
		}
		if p.Width(next, st) <= room {
			line = next
			continue
		}
		if line != "" || len(lines) == 0 && indent > 0 {
			lines, room = append(lines, line), w
		}
		for line = word; p.Width(line, st) > w; {
			n := p.fittingPrefix(line, w, st)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	return append(lines, line)
}

// fittingPrefix is how many bytes of s fit into w pixels, but at least one rune.
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
