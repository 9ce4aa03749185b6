// Package simtest holds a game to the contract of package sim: the laws that the netcode
// relies on. A game's own test calls Run; nothing else may import this package.
package simtest

import (
	"fmt"
	"runtime/debug"
	"testing"

	"perihelion/sim"
)

// Law is something that is true of every game.
type Law struct {
	Name  string
	check func(sim.Game) error
}

// Laws are all of them, the simple ones first: a game that breaks one may well break
// those after it.
var Laws = []Law{
	{"About is complete", checkAbout},
	{"inputs travel unchanged", checkInputs},
	{"what Check accepts can be made", checkConfigs},
	{"seats come and go", checkSeats},
	{"the same inputs give the same hashes", checkDeterminism},
	{"reading a world changes nothing", checkReading},
	{"entities are in order and fit their fields", checkEntities},
	{"events are of known kinds and fit their fields", checkEvents},
	{"a state goes on as its world does", checkState},
	{"damaged states are refused", checkDamage},
	{"a hash tells states apart", checkHash},
	{"Predict is what Step does", checkPredict},
	{"what is as predicted can be predicted", checkAsPredicted},
	{"a client survives what no server sends", checkDistrust},
	{"an avatar is where its entity is", checkAvatar},
	{"Forecast is a pure function", checkForecast},
	{"Think is a pure function", checkThink},
	{"standings are in order", checkStandings},
	{"a round of bots ends", checkRound},
	{"a tick allocates nothing", checkAllocations},
}

// Check returns how g breaks the law, if it does. A panic of the game breaks it.
func (l Law) Check(g sim.Game) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return l.check(g)
}

// Run holds g to all laws, each in a test of its own.
func Run(t *testing.T, g sim.Game) {
	t.Helper()
	for _, l := range Laws {
		t.Run(l.Name, func(t *testing.T) {
			if err := l.Check(g); err != nil {
				t.Error(err)
			}
		})
	}
}

// Hash returns the hash of a match of the first mode after some ticks, in which bots and
// players who press anything play. A game's test compares it with a constant: it must be
// the same on every machine, and changes only when the rules do.
func Hash(g sim.Game, ticks int) (uint64, error) {
	cfg, err := config(g, g.About().Modes[0])
	if err != nil {
		return 0, err
	}
	m := newMatch(g, cfg)
	m.run(ticks)
	return m.world.Hash(), nil
}
