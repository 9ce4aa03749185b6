package ships

import (
	"testing"

	"perihelion/sim"
)

func TestTheFeedTellsOfKillsByTheirWeapon(t *testing.T) {
	for w, name := range map[Weapon]string{WeaponPulse: "pulse", WeaponRail: "rail", WeaponSeeker: "seeker", WeaponMine: "mine", WeaponStar: "star", WeaponRock: "rock"} {
		e := sim.Event{Entity: sim.Entity{Kind: EventKill, Words: sim.Words{KillKiller: 3, KillVictim: 5, KillWeapon: int32(w)}}}
		if h, ok := Rules.(sim.Headliner).Headline(&e); !ok || h != (sim.Headline{Actor: 3, Target: 5, Means: name}) {
			t.Errorf("a kill by %s is told as %+v, %v", name, h, ok)
		}
	}
	for _, k := range []sim.Kind{EventHit, EventRail, EventSpawn} {
		if h, ok := Rules.(sim.Headliner).Headline(&sim.Event{Entity: sim.Entity{Kind: k}}); ok {
			t.Errorf("an event of kind %d is told as %+v", k, h)
		}
	}
}

func TestHitsOfAPlayerHaveAReceipt(t *testing.T) {
	if killer, victim, ok := Rules.NewModel(sim.Config{Seats: 2}).(sim.Mortal).Kill(&sim.Event{Entity: sim.Entity{
		Kind: EventKill, Words: sim.Words{KillKiller: 3, KillVictim: 5},
	}}); killer != 3 || victim != 5 || !ok {
		t.Errorf("%d killed %d, %v", killer, victim, ok)
	}
	aimer := Rules.NewModel(sim.Config{Seats: 2}).(sim.Aimer)
	hit := func(k sim.Kind, shooter sim.PlayerID) *sim.Event {
		return &sim.Event{Entity: sim.Entity{Kind: k, Words: sim.Words{HitShooter: int32(shooter), HitVictim: 5, HitRewind: 6, HitCapped: 1}}}
	}
	if r, ok := aimer.Receipt(hit(EventHit, 3)); !ok || r != (sim.Receipt{Shooter: 3, Victim: 5, Rewind: 6, Capped: true}) {
		t.Errorf("the receipt is %+v, %v", r, ok)
	}
	if r, ok := aimer.Receipt(hit(EventHit, sim.NoPlayer)); ok {
		t.Errorf("a hit of the star has the receipt %+v", r)
	}
	if r, ok := aimer.Receipt(hit(EventSpawn, 3)); ok {
		t.Errorf("a spawn has the receipt %+v", r)
	}
}
