package snapshot_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// The table of fields in FORMAT.md is the schema, not somebody's memory of it. What a
// field means is written by hand, in the last column.
func TestFormatListsTheFields(t *testing.T) {
	const file = "FORMAT.md"
	const begin, end = "-update -->\n", "<!-- end -->"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(raw), begin)
	got, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("FORMAT.md has lost the marks around its table")
	}
	want := fieldTable(meanings(got))
	if *update {
		if err := os.WriteFile(file, []byte(head+begin+want+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		got = want
	}
	if got != want {
		t.Errorf("the table of fields is old:\n%s\nwant\n%s", got, want)
	}
}

// meanings are the last column of a table, by kind and field.
func meanings(table string) map[string]string {
	said := map[string]string{}
	for line := range strings.Lines(table) {
		if c := strings.Split(strings.TrimSpace(line), "|"); len(c) == 11 {
			said[strings.TrimSpace(c[1])+" "+strings.TrimSpace(c[2])] = strings.TrimSpace(c[9])
		}
	}
	return said
}

func fieldTable(meaning map[string]string) string {
	var b strings.Builder
	fmt.Fprintln(&b, "| kind | field | bits | signed | small | coarse | birth | what | meaning |\n|---|---|---|---|---|---|---|---|---|")
	for k := range 256 {
		for _, f := range ships.SchemaOf(sim.Kind(k)) {
			small, coarse, birth, signed := "", "", "", ""
			if f.Small > 0 {
				small = fmt.Sprint(f.Small)
			}
			if f.Coarse > 0 {
				coarse = fmt.Sprint(f.Coarse)
			}
			if f.Birth > 0 {
				birth = fmt.Sprint(f.Birth)
			}
			if f.Signed {
				signed = "yes"
			}
			what := [...]string{"", "x", "y"}[f.Axis] + [...]string{"", "vx", "vy"}[f.Velocity]
			if f.Player {
				what = "player"
			}
			fmt.Fprintf(&b, "| %d | %s | %d | %s | %s | %s | %s | %s | %s |\n",
				k, f.Name, f.Bits, signed, small, coarse, birth, what, meaning[fmt.Sprint(k, " ", f.Name)])
		}
	}
	return b.String()
}
