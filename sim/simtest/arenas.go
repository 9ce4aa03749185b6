package simtest

import (
	"encoding/json"
	"errors"

	"perihelion/sim"
	"perihelion/sim/coder"
)

// Titles of arenas of WithArenas that bots find something in.
const (
	TitleUnfair     = "Unfair"
	TitleUnplayable = "Unplayable"
	TitleEndless    = "Endless" // they try it until they are told to stop
	TitleCrash      = "Crash"   // the rules panic in it
)

// WithArenas is g as a game whose players make arenas, which change nothing: {"name": "a", "title": "A"}.
func WithArenas(g sim.Game) sim.Game {
	about := *g.About()
	about.ReadArena = readArena
	first, _ := readArena([]byte(`{"name":"first","title":"First"}`)) // it is a good one
	about.Arenas = sim.Arenas{first}
	return sim.Game{Rules: arenaRules{g.Rules, &about}, Bot: g.Bot, Tools: arenaTools{}}
}

type arenaRules struct {
	sim.Rules
	about *sim.About
}

func (r arenaRules) About() *sim.About { return r.about }

func (r arenaRules) Check(c sim.Config) error {
	c.Arenas, c.Arena = nil, nil
	return r.Rules.Check(c)
}

type arenaTools struct{}

// errArena is the error of a text that is no arena.
var errArena = errors.New("stars[0].radius: 5 is below 30")

func readArena(text []byte) (*sim.Arena, error) {
	var a struct{ Name, Title string }
	if json.Unmarshal(text, &a) != nil || a.Name == "" || a.Title == "" || len(text) > sim.MaxArenaBytes {
		return nil, errArena
	}
	all, err := json.Marshal(struct {
		Name  string `json:"name"`
		Title string `json:"title"`
	}{a.Name, a.Title})
	return &sim.Arena{Name: a.Name, Title: a.Title, Text: string(all), Hash: coder.Digest(all)}, err
}

func (arenaTools) Picture(a *sim.Arena) []byte { return []byte("picture of " + a.Title) }

func (arenaTools) Try(g sim.Game, a *sim.Arena, goOn func() bool) ([]sim.Trial, bool) {
	for n := 0; n < 10 || a.Title == TitleEndless; n++ {
		if !goOn() {
			return nil, false
		}
	}
	if a.Title == TitleCrash {
		panic("an arena that crashes the rules")
	}
	f := sim.Finding{Name: "deaths", Permille: 500, Fair: sim.Range{Most: 500}, Playable: sim.Range{Most: 900}}
	switch a.Title {
	case TitleUnfair:
		f.Permille = 700
	case TitleUnplayable:
		f.Permille = 1000
	}
	return []sim.Trial{{Mode: g.About().Modes[0], Rounds: 1, Ticks: 10, Lives: 10, Deaths: 5, Entities: 10, Findings: []sim.Finding{f}}}, true
}
