package standby

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/net/bus"
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
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		a.set(func(n *network) { n.died["a"] = true })
		time.Sleep(2 * Every) // a player needs some time to come over
		start := time.Now()
		if err := b.Knock(saved.ID); err != nil || time.Since(start) < askAgainAfter || time.Since(start) > confirmAfter-Every {
			t.Errorf("after %v: %v, want it %v after the last part of its log", time.Since(start), err, confirmAfter)
		}
		b.mustPlayOn(t, m)
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
