// Package casefile plays the log of a match again and tells what one of its players did in
// it, in the figures by which programs that aim are told from hands: how soon after an
// opponent came into view they hit, how far they turned in the tick before a hit, and whom
// they hit without having been sent them. It knows no game, and proves nothing by itself: it
// says at which moments to look.
package casefile

import (
	"context"
	"errors"
	"io"
	"runtime"

	"perihelion/shared/replay"
	"perihelion/sim"
)

// ErrNobody means that the player never sat in that match.
var ErrNobody = errors.New("casefile: that player has no seat in this match")

// File is what a player did in a match.
type File struct {
	Match     sim.Match `json:"match"`
	Player    string    `json:"player"`
	Name      string    `json:"name"`
	Seats     []int     `json:"seats"`     // that they had
	Seconds   float64   `json:"seconds"`   // that they held one
	Hits      int       `json:"hits"`      // on other players
	Aimed     int       `json:"aimed"`     // of them, by shots, which are judged by what their shooter saw
	Reactions Spread    `json:"reactions"` // milliseconds from when the target came into view to an aimed hit
	Turns     Spread    `json:"turns"`     // degrees that the aim turned in one of the three ticks before one, the fastest
	ViewAges  Spread    `json:"view_ages"` // milliseconds by which the world that they saw was behind
	Changes   float64   `json:"changes"`   // of their controls, a second
	Fast      []Moment  `json:"fast"`      // aimed hits within 100 ms of the target's coming into view
	Snaps     []Moment  `json:"snaps"`     // aimed hits right after a turn by 45 degrees or more in one tick
	Unseen    []Moment  `json:"unseen"`    // aimed hits on somebody who was never sent to them
	Truncated bool      `json:"truncated"` // the log ends early
}

// Moment is when something happened that deserves a look.
type Moment struct {
	Tick    sim.Tick `json:"tick"`
	Seconds float64  `json:"seconds"` // since the log began: where a viewer finds it
	Seat    int      `json:"seat"`    // of the player
	Target  int      `json:"target"`
	Value   float64  `json:"value"` // milliseconds of Fast, degrees of Snaps
}

// Make plays a log of one of games and returns the file of a player: ErrNobody, what package
// replay says of a log that cannot be played, or why ctx has ended. A log is played hundreds
// of times as fast as the match was.
func Make(ctx context.Context, log io.Reader, games sim.Games, player string) (File, error) {
	r, err := replay.NewReader(log, games)
	if err != nil {
		return File{}, err
	}
	p := replay.NewPlayback(r)
	if err := p.To(0); err != nil {
		return File{}, err
	}
	if p.World == nil {
		return File{}, replay.ErrTruncated
	}
	w := newWatch(p, player)
	for !p.Ended && ctx.Err() == nil {
		before := p.World.Tick()
		if err := p.To(before + 1); err != nil {
			return File{}, err
		}
		if p.World.Tick() > before {
			w.tick()
		}
		runtime.Gosched() // rooms that are played in this process go first
	}
	switch {
	case ctx.Err() != nil:
		return File{}, ctx.Err()
	case len(w.file.Seats) == 0:
		return File{}, ErrNobody
	}
	return w.finish(), nil
}
