package standby

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// shadowCount counts what a Shadow has played.
type shadowCount struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *shadowCount) LogShadowed(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[what]++
}

// strayWorld plays otherwise from some tick on.
type strayWorld struct{ sim.World }

const strayTick = 900

func (w strayWorld) Hash() uint64 {
	if w.Tick() >= strayTick {
		return w.World.Hash() + 1
	}
	return w.World.Hash()
}

// otherBuild is the toy in another build.
type otherBuild struct {
	sim.Rules
	about sim.About
	stray bool // it plays otherwise, under the number of the same rules
}

func (b *otherBuild) About() *sim.About { return &b.about }

func (b *otherBuild) NewWorld(c sim.Config) sim.World {
	if b.stray {
		return strayWorld{b.Rules.NewWorld(c)}
	}
	return b.Rules.NewWorld(c)
}

// newBuild is the toy, by rules of a number that is so much higher.
func newBuild(stray bool, newer int) sim.Game {
	b := &otherBuild{toy.Game.Rules, *toy.Game.About(), stray}
	b.about.Rules += newer
	return sim.Game{Rules: b, Bot: toy.Game.Bot}
}

func TestAShadowFindsABuildThatPlaysOtherwise(t *testing.T) {
	for name, tt := range map[string]struct {
		game    sim.Game
		differs bool
		want    map[string]int
	}{
		"the same":    {toy.Game, false, map[string]int{shadowSame: 4}},
		"otherwise":   {newBuild(true, 0), true, map[string]int{shadowSame: 1, shadowDiffers: 1}},
		"other rules": {newBuild(false, 1), false, map[string]int{shadowRules: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				count := &shadowCount{n: map[string]int{}}
				var s *Shadow
				_, b, m := playOnTwo(t, 0, func(n *network) {
					var err error
					if s, err = NewShadow(ShadowConfig{Bus: wire{n, "c"}, Servers: wire{n, "c"}, Games: sim.Games{tt.game}, Dir: dir, Metrics: count, Log: quiet}); err != nil {
						t.Fatal(err)
					}
				})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go s.Run(ctx)
				m.run(31 * time.Second) // three times from a state to the next, and the rest
				m.end()
				synctest.Wait()
				if !maps.Equal(count.n, tt.want) || s.Difference() != nil != tt.differs {
					t.Errorf("played are %v, %v; want %v", count.n, s.Difference(), tt.want)
				}
				if b.Keeps(saved.ID) {
					t.Error("the standby did not hear that the match is over")
				}
			})
			kept, _ := filepath.Glob(filepath.Join(dir, "*"+saved.ID+".log"))
			if (len(kept) == 1) != tt.differs {
				t.Fatalf("kept are %v", kept)
			}
			for _, file := range kept {
				f, err := os.Open(file)
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				if r, err := replay.Verify(f, sim.Games{toy.Game}); err != nil || r.Ticks < 300 {
					t.Errorf("the log that is kept: %+v, %v", r, err)
				}
			}
		})
	}
}

// A piece that is lost makes no difference: nothing is compared up to the next state.
func TestAShadowComparesNoLogWithAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		count := &shadowCount{n: map[string]int{}}
		n := newNetwork()
		s, err := NewShadow(ShadowConfig{Bus: wire{n, "c"}, Servers: wire{n, "c"}, Games: sim.Games{toy.Game}, Dir: t.TempDir(), Metrics: count, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		s.hear(&piece{Room: "a.room", Epoch: 1, Number: 1, At: 100, Log: []byte("x")}, now)
		if len(s.logs) > 0 {
			t.Error("it keeps what it cannot play")
		}
		s.hear(&piece{Room: "a.room", Epoch: 1, Number: 2, Log: []byte("abc")}, now)
		s.hear(&piece{Room: "a.room", Epoch: 1, Number: 2, At: 5, Log: []byte("x")}, now)
		if l := s.logs["a.room"]; l == nil || string(l.log) != "abc" {
			t.Errorf("it keeps %+v, want what came before the gap", l)
		}
		for range maxCompared + 1 {
			s.hear(&piece{Room: "a.room", Epoch: 1, Number: 3, Log: []byte("abc")}, now)
		}
		if count.n[shadowSkipped] != 1 {
			t.Errorf("%v; want one that was left out, for nobody plays them", count.n)
		}
	})
}
