package feel

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var (
	full  = flag.Bool("feel", false, "run every profile and check the budgets: what make feel does")
	check = flag.Bool("check", false, "with -feel: run everything twice and compare, byte for byte")
	out   = flag.String("o", ".", "with -feel: the folder for the charts")
)

//go:embed doc.go
var doc string

// TestMain is the command of `make feel`. It is a test because only tests have virtual
// time.
func TestMain(m *testing.M) {
	flag.Usage = usage
	flag.Parse()
	code := m.Run()
	if *full { // after the results of the tests, so that the count of budgets comes last
		if table, err := os.ReadFile(filepath.Join(*out, "table.txt")); err == nil {
			os.Stdout.Write(table)
		}
	}
	os.Exit(code)
}

// usage prints the package's doc, which explains the columns.
func usage() {
	text, _, _ := strings.Cut(doc, "\npackage ")
	for line := range strings.Lines(text) {
		fmt.Print(strings.TrimPrefix(strings.TrimPrefix(line, "//"), " "))
	}
	fmt.Printf("\n\nflags:\n")
	for _, name := range []string{"feel", "check", "o"} {
		fmt.Printf("  -%-6s %s\n", name, flag.Lookup(name).Usage)
	}
}

// bubble gives a test virtual time.
func bubble(t *testing.T) Bubble {
	return func(f func() error) (err error) {
		synctest.Test(t, func(*testing.T) { err = f() })
		return err
	}
}

// runLab runs profiles and cheats, some at the same time: they do not influence each
// other.
func runLab(t *testing.T, name string, plan Plan, profiles []Profile, cheats []Cheat) *Report {
	rinks, beside := puckProfiles(profiles), datagramProfiles(profiles)
	r := &Report{Rows: make([]Row, len(profiles)), Datagrams: make([]Row, len(beside)), Puck: make([]PuckRow, len(rinks)), Cheats: make([]CheatResult, len(cheats))}
	if plan.Fairness > 0 {
		r.Fairness = fairnessRows()
	}
	t.Run(name, func(t *testing.T) {
		for i, p := range profiles {
			t.Run(p.Name, func(t *testing.T) {
				t.Parallel()
				var err error
				if r.Rows[i], err = measureProfile(p, plan, bubble(t)); err != nil {
					t.Fatal(err)
				}
			})
		}
		for i, p := range beside {
			t.Run("datagrams "+p.Name, func(t *testing.T) {
				t.Parallel()
				var err error
				if r.Datagrams[i], err = measureProfile(p, plan, bubble(t)); err != nil {
					t.Fatal(err)
				}
			})
		}
		for i, p := range rinks {
			t.Run("puck "+p.Name, func(t *testing.T) {
				t.Parallel()
				var err error
				if r.Puck[i], err = measurePuckProfile(p, plan, bubble(t)); err != nil {
					t.Fatal(err)
				}
			})
		}
		for i := range r.Fairness {
			t.Run("fairness "+r.Fairness[i].Way, func(t *testing.T) {
				t.Parallel()
				if err := r.Fairness[i].letFight(plan, bubble(t)); err != nil {
					t.Fatal(err)
				}
			})
		}
		for i, c := range cheats {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				var err error
				if r.Cheats[i], err = runCheat(c, plan, bubble(t)); err != nil {
					t.Fatal(err)
				}
			})
		}
	})
	r.computeGains()
	return r
}

func (r *Report) String() string {
	var b strings.Builder
	r.Print(&b)
	return b.String()
}

func TestFeel(t *testing.T) {
	if !*full {
		t.Skip("run by make feel")
	}
	start := time.Now()
	r := runLab(t, "first", Full, Profiles(), Cheats())
	if t.Failed() {
		return
	}
	if err := r.DrawCharts(*out); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(*out, "table.txt"), []byte(r.String()), 0o644); err != nil {
		t.Error(err)
	}
	if *check {
		if again := runLab(t, "again", Full, Profiles(), Cheats()); again.String() != r.String() {
			t.Errorf("a second run gives other figures:\n%s", again)
		}
	}
	t.Logf("took %v", time.Since(start))
	for i := range Budgets {
		if got, ok := Budgets[i].evaluate(r); !ok {
			t.Errorf("%s: %.2f", Budgets[i].What, got)
		}
	}
}

// shortPlan is for every run of the tests: enough to notice when something breaks.
var shortPlan = Plan{
	Seed:   1,
	Cruise: 40 * time.Second, Cruisers: 8, // in half of it, one frame in a hundred is moved on a link that loses much, or one in four hundred
	Brawl: time.Minute, Brawlers: 12, // a hundred rails: of forty, two that miss are too many
	Duels: 2, Duel: 20 * time.Second,
	Puck: time.Minute,
}

func TestAFewProfilesHoldTheBudgetsAndOneTwiceTheSame(t *testing.T) {
	var few []Profile
	for _, p := range Profiles() {
		switch p.Name {
		case "60 ms", "120 ms", "200 ms", "120 ms ± 20", "loss 5 %", "stall 5 s":
			few = append(few, p)
		}
	}
	cheats := Cheats()
	if testing.Short() {
		few, cheats = few[:1], cheats[:2]
	}
	r := runLab(t, "first", shortPlan, few, cheats)
	if t.Failed() {
		return
	}
	for i := range Budgets {
		if _, about := Budgets[i].Figure(r); !about {
			continue
		}
		if got, ok := Budgets[i].evaluate(r); !ok {
			t.Errorf("%s: %.2f", Budgets[i].What, got)
		}
	}
	before := &Report{Rows: r.Rows[:1], Datagrams: r.Datagrams[:1], Puck: r.Puck[:1], Cheats: r.Cheats[:2]}
	if again := runLab(t, "again", shortPlan, few[:1], cheats[:2]); again.String() != before.String() {
		t.Errorf("two runs give\n%s\nand then\n%s", before, again)
	}
}
