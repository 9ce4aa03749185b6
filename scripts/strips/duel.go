package main

import (
	"errors"
	"fmt"
	"image"
	"time"

	"perihelion/scripts/harness"
	"perihelion/shared/netsim"
	"perihelion/sim/ships"
)

const (
	cellW, cellH = 480, 300
	columns      = 4 // of a strip

	duelMoments  = 8
	duelBefore   = duelInterval           // from the first moment to the shot
	duelInterval = 100 * time.Millisecond // between two moments
)

// duel is a kill by the rail on both screens: two clients on links of 150 ms play in a real room,
// and afterwards what both screens showed at the same moments is drawn, the shooter's above the
// victim's. They play in real time, so no two of these strips are the same.
type duel struct {
	players []*player // shooter, victim
	firedAt time.Time
}

func newDuel(seed uint64, trip time.Duration) (*duel, error) {
	s := &duel{}
	var err error
	if s.players, err = playMatch(netsim.Symmetric(trip, 5*time.Millisecond, 0), seed); err != nil {
		return nil, err
	}
	return s, s.findShot()
}

// findShot puts the shooter first, and finds when the shot was fired.
func (s *duel) findShot() error {
	for i, p := range s.players {
		var firedAt time.Time
		for now, v := range p.replay() {
			for j := range v.Events {
				e := &v.Events[j]
				if e.Kind == ships.EventRail && ships.Concerns(e, v.Me) {
					firedAt = now
				}
				if k, ok := ships.KillOf(e); ok && k.Killer == v.Me && k.Weapon == ships.WeaponRail {
					s.firedAt = firedAt
					s.players[0], s.players[1] = p, s.players[1-i]
					return nil
				}
			}
		}
	}
	return errors.New("the kill is on no shooter's screen")
}

// drawStrip draws the strip. It needs a running game.
func (s *duel) drawStrip() (*image.RGBA, error) {
	const rows = duelMoments / columns
	whole := image.NewRGBA(image.Rect(0, 0, columns*cellW, 2*rows*cellH))
	for row, p := range s.players {
		if err := s.drawRow(whole, row, p); err != nil {
			return nil, err
		}
	}
	return whole, nil
}

// drawRow draws the moments of one player into every second row of the strip.
func (s *duel) drawRow(whole *image.RGBA, row int, p *player) error {
	show, err := newScreen(cellW, cellH)
	if err != nil {
		return err
	}
	n := 0
	who := [...]string{"shooter", "victim"}[row]
	for now, v := range p.replay() {
		show.playFrame(v, harness.ScreenFrame.Seconds())
		at := time.Duration(n)*duelInterval - duelBefore
		if n == duelMoments || now.Before(s.firedAt.Add(at)) {
			continue
		}
		show.drawFrame(v, fmt.Sprintf("%s %+d ms", who, at.Milliseconds()))
		show.paste(whole, n%columns, n/columns*2+row)
		n++
	}
	if n < duelMoments {
		return fmt.Errorf("%s saw only %d of %d moments", p.name, n, duelMoments)
	}
	return nil
}
