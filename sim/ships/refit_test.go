package ships

import (
	"testing"

	"perihelion/sim/fixed"
)

func TestEveryThirdScrapOffersTwoRefits(t *testing.T) {
	d := newDuel(1)
	s := &d.ships[0]
	for n := range 3 * scrapsPerOffer {
		if open := s.offer[0] != NoRefit; open != (n >= scrapsPerOffer) {
			t.Errorf("after %d scraps: offer %v", n, s.offer)
		}
		d.World.countScrap(&s.body)
	}
	if s.offer[0] == s.offer[1] || s.scraps != scrapsPerOffer-1 {
		t.Errorf("offer %v, %d scraps wait", s.offer, s.scraps)
	}
	want := s.offer[1]
	d.inputs[0].Buttons = ButtonSecond
	if d.stepTicks(2); !s.fitted.has(want) || s.fitted.count() != 1 || s.offer[0] != NoRefit {
		t.Errorf("chose %d: refits %b, offer %v", want, s.fitted, s.offer)
	}
	if d.World.countScrap(&s.body); s.offer[0] == want || s.offer[1] == want || s.offer[0] == NoRefit {
		t.Errorf("with %d fitted the next offer is %v", want, s.offer)
	}
	if s.kill(&d.arena); s.fitted != 0 || s.offer[0] != NoRefit || s.scraps != 0 {
		t.Errorf("the dead keep refits %b, offer %v, %d scraps", s.fitted, s.offer, s.scraps)
	}
	s.fitted = allRefits &^ (1 << RefitLens)
	if o := d.World.drawOffer(1 << RefitLens); o != [2]Refit{RefitLens} {
		t.Errorf("of one refit the offer is %v", o)
	}
}

func TestRefitsChangeWhatTheyPromise(t *testing.T) {
	fit := func(r Refit) (*duel, *ship) {
		d := newDuel(2)
		s := &d.ships[0]
		s.offer = [2]Refit{r}
		d.inputs[0].Buttons = ButtonFirst
		d.stepTicks(1)
		d.inputs[0].Buttons = 0
		return d, s
	}
	t.Run("forks", func(t *testing.T) {
		d, s := fit(RefitForks)
		d.inputs[0].Buttons = ButtonPulse
		if d.stepTicks(1); s.shots != 2 || d.pulses[0].live != 0b11 {
			t.Errorf("%d pulses, slots %b", s.shots, d.pulses[0].live)
		}
	})
	t.Run("plating", func(t *testing.T) {
		if _, s := fit(RefitPlating); s.hull != fixed.Int(classes[Scout].Hull+refits[RefitPlating].Hull) {
			t.Errorf("hull %d", s.hull.Round())
		}
	})
	t.Run("mirror", func(t *testing.T) {
		d, s := fit(RefitMirror)
		s.protected, d.ships[1].protected = 0, 0
		before := d.ships[1].shield
		d.queueHit(hit{shooter: 1, victim: 0, weapon: WeaponRail, damage: 40})
		d.applyDamage()
		if got := before - d.ships[1].shield; got != fixed.Int(20) {
			t.Errorf("a rail of 40 throws back %d", got.Round())
		}
	})
	t.Run("siphon", func(t *testing.T) {
		d, s := fit(RefitSiphon)
		s.hull = fixed.Int(20)
		d.recordKill(1, 0, WeaponPulse)
		if s.hull != fixed.Int(20+refits[RefitSiphon].Siphon) {
			t.Errorf("hull %d after a kill", s.hull.Round())
		}
	})
}
