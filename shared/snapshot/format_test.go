package snapshot_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"perihelion/sim"
)

// The table of fields in FORMAT.md is the schema, not somebody's memory of it.
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
	want := fieldTable()
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

func fieldTable() string {
	var b strings.Builder
	fmt.Fprintln(&b, "| kind | field | bits | signed | small | axis |\n|---|---|---|---|---|---|")
	for k := range 256 {
		for _, f := range sim.SchemaOf(sim.Kind(k)) {
			small, signed := "", ""
			if f.Small > 0 {
				small = fmt.Sprint(f.Small)
			}
			if f.Signed {
				signed = "yes"
			}
			fmt.Fprintf(&b, "| %d | %s | %d | %s | %s | %s |\n", k, f.Name, f.Bits, signed, small, [...]string{"", "x", "y"}[f.Axis])
		}
	}
	return b.String()
}
