package layout

import (
	"slices"
	"strconv"
	"testing"
)

// TestFieldsSayWhatMayBeSet sets every field to the ends of its range, and beyond them.
func TestFieldsSayWhatMayBeSet(t *testing.T) {
	a, err := Parse([]byte(`{"name":"x","title":"X","radius":2000,"stars":[{"id":"s"}],"spawns":[{"id":"w"}],"rocks":[{"id":"r","distance":700}]}`))
	if err != nil {
		t.Fatal(err)
	}
	outside := func(id, name string, value int) bool {
		_, _, err := a.Apply([]Edit{{Op: Set, Object: id, Field: name, Value: strconv.Itoa(value)}})
		return err != nil
	}
	for _, id := range []string{"", "s", "w", "r"} {
		list := a.Fields(id)
		if len(list) < 3 {
			t.Fatalf("%q has the fields %v", id, list)
		}
		for _, f := range list {
			if f.Name == "version" || f.Least == f.Most {
				continue
			}
			if !outside(id, f.Name, f.Least-1) || !outside(id, f.Name, f.Most+1) {
				t.Errorf("%q.%s: what is not from %d to %d may be set", id, f.Name, f.Least, f.Most)
			}
			if id == "r" && f.Name == "radius" && (outside(id, f.Name, f.Least) || outside(id, f.Name, f.Most)) {
				t.Errorf("%q.%s: %d and %d may not be set", id, f.Name, f.Least, f.Most)
			}
		}
	}
	kind := func(f Field) bool { return f.Name == "kind" && slices.Equal(f.Choices, []string{KindStar, KindBlack}) }
	if !slices.ContainsFunc(a.Fields("s"), kind) {
		t.Error("a star has no choice of kinds")
	}
	if a.Fields("gone") != nil {
		t.Error("what is not there has fields")
	}
}
