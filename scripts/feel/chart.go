package feel

import (
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
)

// chart is one picture: a group of bars for every profile.
type chart struct {
	file, title, about string
	unit               string
	series             []series
	datagrams          bool // of the second table
}

// series is one bar of every group.
type series struct {
	name  string
	value func(r *Row) float64
}

var keySeries = []series{
	{"measured", func(r *Row) float64 { return r.Other }},
	{"one way + one way + a tick + a snapshot interval", (*Row).Floor},
}

var charts = []chart{
	{"key.svg", "From a key to another player's screen", "median, against the floor: less is possible only by the motion model", "ms", keySeries, false},
	{"key-datagrams.svg", "From a key to another player's screen, with datagrams", "the same where the server offers datagrams", "ms", keySeries, true},
	{"correction.svg", "Correction of the own ship", "99th percentile over every frame that had news, in world units; a ship is 28 across", "", []series{
		{"in a fight of sixteen", func(r *Row) float64 { return r.Brawl.quantile(0.99) }},
		{"while nothing touches it", func(r *Row) float64 { return r.Cruise.quantile(0.99) }},
	}, false},
	{"starved.svg", "What came too late", "share of ticks and frames, outages included", "%", []series{
		{"ticks that the server played without their input", func(r *Row) float64 { return r.Starved }},
		{"frames drawn without data", func(r *Row) float64 { return r.Underrun }},
	}, false},
	{"confirmed.svg", "Rail shots that hit on the screen", "share that the server confirmed", "%", []series{
		{"confirmed", (*Row).Confirmed},
	}, false},
}

// DrawCharts writes the charts into a folder.
func (r *Report) DrawCharts(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i := range charts {
		f, err := os.Create(filepath.Join(dir, charts[i].file))
		if err != nil {
			return err
		}
		rows := r.Rows
		if charts[i].datagrams {
			rows = r.Datagrams
		}
		charts[i].writeSVG(f, rows)
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// The sizes of a chart, in pixels.
const (
	chartWidth = 860
	labelWidth = 130
	valueWidth = 70
	bar        = 11
	groupGap   = 10
	headHeight = 96
	footHeight = 16
)

// style has colours for a light and a dark background; the reader's system chooses.
const style = `<style>
  svg { background: #fdfdfb; font: 13px system-ui, sans-serif }
  text { fill: #23272f } .title { font-size: 18px; font-weight: 600 } .soft { fill: #687080 } .label { text-anchor: end }
  .s0 { fill: #2f6fdb } .s1 { fill: #e39a2d } .line { stroke: #d8dbe2 }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171d } text { fill: #e8eaf0 } .soft { fill: #99a2b3 }
    .s0 { fill: #6ea2ff } .s1 { fill: #f0b357 } .line { stroke: #363c48 }
  }
</style>
`

func (c *chart) writeSVG(w io.Writer, rows []Row) {
	group := bar*len(c.series) + groupGap
	height := headHeight + group*len(rows) + footHeight
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n",
		chartWidth, height, html.EscapeString(c.title))
	fmt.Fprint(w, style)
	fmt.Fprint(w, svgText("title", 16, 30, c.title))
	fmt.Fprint(w, svgText("soft", 16, 50, c.about))
	c.writeLegend(w)
	fmt.Fprintf(w, `<line class="line" x1="%d" y1="%d" x2="%d" y2="%d"/>`+"\n",
		labelWidth, headHeight-6, labelWidth, height-footHeight)
	scale := c.scale(rows)
	for i := range rows {
		c.writeGroup(w, &rows[i], headHeight+i*group, scale)
	}
	fmt.Fprintln(w, `</svg>`)
}

func (c *chart) writeLegend(w io.Writer) {
	x := 16
	for i, s := range c.series {
		fmt.Fprintf(w, `<rect class="s%d" x="%d" y="64" width="12" height="12" rx="2"/>`+"\n", i, x)
		fmt.Fprint(w, svgText("soft", x+18, 75, s.name))
		x += 46 + 7*len(s.name)
	}
}

// scale is the length of a unit in pixels.
func (c *chart) scale(rows []Row) float64 {
	most := 0.0
	for i := range rows {
		for _, s := range c.series {
			most = max(most, s.value(&rows[i]))
		}
	}
	if most == 0 {
		return 0
	}
	return (chartWidth - labelWidth - valueWidth) / most
}

func (c *chart) writeGroup(w io.Writer, r *Row, y int, scale float64) {
	fmt.Fprint(w, svgText("label", labelWidth-10, y+bar*len(c.series)/2+4, r.Name))
	for i, s := range c.series {
		v := s.value(r)
		long := v * scale
		fmt.Fprintf(w, `<rect class="s%d" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>`+"\n",
			i, labelWidth, y+i*bar, long, bar-1)
		fmt.Fprintf(w, `<text class="soft" x="%.1f" y="%d" font-size="11">%s</text>`+"\n",
			labelWidth+6+long, y+i*bar+bar-2, c.formatValue(v))
	}
}

func (c *chart) formatValue(v float64) string {
	if c.unit == "" {
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.3g %s", v, c.unit)
}

// svgText is a text in the style of class, which begins at x or, if a label, ends there.
func svgText(class string, x, y int, s string) string {
	return fmt.Sprintf(`<text class="%s" x="%d" y="%d">%s</text>`+"\n",
		class, x, y, html.EscapeString(s))
}
