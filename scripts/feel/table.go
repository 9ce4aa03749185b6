package feel

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// column is a column of a table whose rows are of a type R.
type column[R any] struct {
	head string
	cell func(r *R) string
}

// columns are explained in the package's doc.
var columns = []column[Row]{
	{"profile", func(r *Row) string { return r.Name }},
	{"cruise", func(r *Row) string { return fmt.Sprintf("%.1f/%.1f", r.Cruise.quantile(0.99), r.Cruise.quantile(1)) }},
	{"brawl", func(r *Row) string {
		return fmt.Sprintf("%.1f/%.1f/%.1f", r.Brawl.quantile(0.5), r.Brawl.quantile(0.99), r.Brawl.quantile(1))
	}},
	{"starved", func(r *Row) string { return fmt.Sprintf("%.2f%%", r.Starved) }},
	{"slack", func(r *Row) string { return fmt.Sprintf("%.1f", r.Slack) }},
	{"underrun", func(r *Row) string { return fmt.Sprintf("%.2f%%", r.Underrun) }},
	{"delay", func(r *Row) string { return fmt.Sprintf("%.0f", r.Delay) }},
	{"lead", func(r *Row) string { return fmt.Sprintf("%.0f", r.Lead) }},
	{"picture", func(r *Row) string { return fmt.Sprintf("%.1f", r.Picture.quantile(0.99)) }},
	{"blind", func(r *Row) string { return fmt.Sprintf("%.2f%%", r.Blind) }},
	{"back", (*Row).recoveryCell},
	{"jumps", func(r *Row) string { return r.ifBroken(fmt.Sprint(r.Jumps)) }},
	{"confirmed", func(r *Row) string { return fmt.Sprintf("%.1f%% of %d", r.Confirmed(), r.Shots.total()) }},
	{"void", func(r *Row) string { return fmt.Sprint(r.Shots.void) }},
	{"rewind", func(r *Row) string { return fmt.Sprintf("%.0f", r.Rewind()) }},
	{"own", func(r *Row) string { return fmt.Sprint(r.Own) }},
	{"other", func(r *Row) string { return fmt.Sprintf("%.0f", r.Other) }},
	{"floor", func(r *Row) string { return fmt.Sprintf("%.2f", r.Ratio()) }},
	{"down", func(r *Row) string { return fmt.Sprintf("%.0f", r.Down) }},
	{"up", func(r *Row) string { return fmt.Sprintf("%.0f", r.Up) }},
	{"asked", func(r *Row) string { return fmt.Sprint(r.Keyframes) }},
	{"corrupt", func(r *Row) string { return fmt.Sprint(r.Corrupt) }},
}

func (r *Row) recoveryCell() string {
	if r.Recovery < 0 {
		return "never"
	}
	return r.ifBroken(fmt.Sprintf("%.0f", r.Recovery))
}

// ifBroken is s for a row whose link was broken, else a dash.
func (r *Row) ifBroken(s string) string {
	if r.Outage == 0 && r.Mended == 0 {
		return "-"
	}
	return s
}

// PrintTable writes a line for every row, aligned.
func PrintTable(w io.Writer, rows []Row) { align(w, cells(columns, rows)) }

// cells are the heads of a table, and what its rows say below them.
func cells[R any](columns []column[R], rows []R) [][]string {
	lines := [][]string{{}}
	for _, c := range columns {
		lines[0] = append(lines[0], c.head)
	}
	for i := range rows {
		var line []string
		for _, c := range columns {
			line = append(line, c.cell(&rows[i]))
		}
		lines = append(lines, line)
	}
	return lines
}

// align writes cells in columns: the first to the left, the others to the right.
func align(w io.Writer, lines [][]string) {
	width := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, line := range lines {
		for i, cell := range line {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			switch i {
			case 0:
				fmt.Fprint(w, cell, pad)
			default:
				fmt.Fprint(w, "  ", pad, cell)
			}
		}
		fmt.Fprintln(w)
	}
}

// PrintCheats writes what each cheat reached, and first the honest player.
func PrintCheats(w io.Writer, cheats []CheatResult) {
	lines := [][]string{{"who", "rails", "hits", "pulses", "flown", "rewind", "gain", "end"}}
	for _, c := range cheats {
		end := "played to the end"
		if c.Score.Ended != 0 {
			end = c.Score.Ended.String()
		}
		lines = append(lines, []string{
			c.Name, fmt.Sprint(c.Score.Shots), fmt.Sprint(c.Score.Hits), fmt.Sprint(c.Score.Pulses),
			fmt.Sprintf("%.0f", c.Score.Flown), fmt.Sprintf("%.0f", ticksToMS(c.Score.Rewind)),
			fmt.Sprintf("%+.1f%%", c.Gain), end,
		})
	}
	align(w, lines)
}
