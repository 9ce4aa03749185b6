package standby

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/ops/panics"
)

// NATS says that nobody answers while the connection of a server to it is broken, too.
func TestAServerWhoseConnectionBreaksForAMomentKeepsItsMatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		setAway := func(is bool) { a.set(func(n *network) { n.away["a"] = is }) }
		setAway(true)
		knocked := make(chan error)
		go func() { knocked <- b.Knock(saved.ID) }()
		m.run(confirmAfter / 3)
		setAway(false)
		m.run(confirmAfter)
		if err := <-knocked; !errors.Is(err, ErrAlive) {
			t.Errorf("%v, want ErrAlive", err)
		}
		if all, _, _ := b.results(); len(all) > 0 {
			t.Errorf("it goes on as %+v", all)
		}
	})
}

func TestAServerWhoseProcessHasEndedIsReplacedSoon(t *testing.T) {
	for name, tt := range map[string]struct {
		knocked     time.Duration // after its last part of the log
		least, most time.Duration // until it is replaced
	}{
		"before it is doubted": {Every, confirmAfter - Every, confirmAfter},
		"when it is doubted":   {2 * Every, confirmAfter - 2*Every, askAgainAfter},
		"later":                {confirmAfter + Every, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b, m := playOnTwo(t, 2*time.Second, nil)
				defer m.end()
				a.set(func(n *network) { n.died["a"] = true })
				time.Sleep(tt.knocked - Every) // run ends so long after the last part
				start := time.Now()
				err := b.Knock(saved.ID)
				if took := time.Since(start); err != nil || took < tt.least || took > tt.most {
					t.Errorf("after %v: %v, want it after %v to %v", took, err, tt.least, tt.most)
				}
				b.mustPlayOn(t, m)
			})
		})
	}
}

// What nobody answered before a server was heard again counts no more.
func TestADoubtEndsWhenTheServerIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		setAway := func(is bool) { a.set(func(n *network) { n.away["a"] = is }) }
		setAway(true)
		time.Sleep(2 * doubtAfter)
		setAway(false)
		m.run(2 * Every)
		setAway(true)
		if err := b.Knock(saved.ID); err != nil || time.Since(b.heard["a"]) < askAgainAfter {
			t.Errorf("after %v: %v, want that it is asked twice again", time.Since(b.heard["a"]), err)
		}
		setAway(false)
		m.run(2 * Every)
	})
}

func TestARoomIsAskedForOnceASecondHoweverManyKnock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		asked, answer := 0, a.answers["a."+askPlays]
		a.set(func(n *network) {
			n.answers["a."+askPlays] = func(q bus.Message) []byte {
				asked++
				return answer(q)
			}
		})
		for begin := time.Now(); time.Since(begin) < 2*knockEvery; m.run(Every) {
			for range 20 {
				if err := b.Knock(saved.ID); !errors.Is(err, ErrAlive) {
					t.Fatalf("%v, want ErrAlive", err)
				}
			}
		}
		if asked != 2 {
			t.Errorf("its server was asked %d times in %v", asked, 2*knockEvery)
		}
	})
}

// panickingMetrics panics when an answer is counted.
type panickingMetrics struct{ nopMetrics }

func (panickingMetrics) ServerAsked(string, time.Duration, error) { panic("of the test") }

func TestAPanicInDoubtIsContained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		recovered := make(chan panics.Place, 1)
		b.Keeper.mu.Lock()
		b.Keeper.cfg.Metrics, b.Keeper.cfg.Panics.Count = panickingMetrics{}, func(p panics.Place) { recovered <- p }
		b.Keeper.mu.Unlock()
		a.set(func(n *network) { n.died["a"] = true })
		if p := <-recovered; p != panics.Background {
			t.Errorf("counted as a panic of %s", p)
		}
	})
}
