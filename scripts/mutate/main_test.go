package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const rules = "../../sim/ships/rules.go"

func TestNumbersOfTheRulesAreTested(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the tests of a game anew")
	}
	all, err := mutations(rules)
	if err != nil {
		t.Fatal(err)
	}
	leap := slices.IndexFunc(all, func(m *mutation) bool { return m.name == "Leap" }) // which no test knew
	if leap < 0 || len(all) < 20 {
		t.Fatalf("%d numbers, want all of %s", len(all), rules)
	}
	if fate, err := all[leap].try(t.Context()); err != nil || fate != caught {
		t.Errorf("%v %v, error %v", all[leap], fate, err)
	}
}

// A module whose test knows one of its two numbers.
func TestANumberThatNoTestKnowsSurvives(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":       "module game\n\ngo 1.26\n",
		"rules.go":     "package game\n\nconst (\n\tKnown = 1_000\n\tOther = 3 << 4\n\tName = \"7\"\n)\n",
		"game_test.go": "package game\n\nimport \"testing\"\n\nfunc Test(t *testing.T) {\n\tif Known != 1_000 {\n\t\tt.Error(Known)\n\t}\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all, err := mutations(filepath.Join(dir, "rules.go"))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name, new string
		fate      fate
	}{{"Known", "1020", caught}, {"Other", "4", survives}, {"Other", "5", survives}}
	if len(all) != len(want) {
		t.Fatalf("%d mutations, want %d", len(all), len(want))
	}
	for i, m := range all {
		fate, err := m.try(t.Context())
		if err != nil || m.name != want[i].name || m.new != want[i].new || fate != want[i].fate {
			t.Errorf("%v %v, error %v; want %v", m, fate, err, want[i])
		}
	}
}
