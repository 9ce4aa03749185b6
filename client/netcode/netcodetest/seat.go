package netcodetest

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// Seat is one client, its network, and what the server knows of it.
type Seat struct {
	Client *netcode.Client
	Me     sim.PlayerID

	Pilot   func(v *netcode.View) sim.Input // what the player does, by what the screen shows; at first Play
	Seen    func(v *netcode.View)           // is called with each frame of the screen
	Censor  func(in sim.Input) sim.Input    // what the server makes of an input
	Corrupt func(frame []byte)              // spoils a State frame
	Frame   time.Duration                   // that a frame of the screen takes; 0: a tick
	Hidden  bool                            // the page is in the background

	ReadyAt     time.Duration // when the player got the controls
	Ticks       int           // that the player played since
	Starved     int           // of them, those whose input the server did not have in time
	Keyframes   int           // that the client asked for
	Corrections int           // of predictions of the avatar, but for those by which the server put it elsewhere
	Largest     float32       // of them, in units

	mute      bool          // nothing is sent
	frame     time.Duration // when the client draws next
	up, down  wire
	encoder   snapshot.ClientEncoder
	states    protocol.StateStream
	inputs    map[sim.Tick]sim.Input
	last      sim.Input
	newest    sim.Tick
	slack     time.Duration
	arrived   time.Duration
	missing   int
	asSent    bool     // the last input that was consumed is what the client sent
	predicted sim.Tick // as PredictedSince of a snapshot.PlayerView
	joined    bool
	readyTick sim.Tick    // the first tick after this one is the player's
	own       sim.Private // in the last tick
	placed    sim.Tick    // when the server last put the avatar somewhere
}

// Play is the Pilot that plays as the bot of the game that sees what the screen shows.
func Play(v *netcode.View) sim.Input {
	return v.Game.Think(&sim.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: v.AppendEntities(nil)}, sim.Ace)
}

// Forget starts the counts over.
func (s *Seat) Forget() { s.Ticks, s.Starved, s.Corrections, s.Largest = 0, 0, 0, 0 }

// consume is the input of tick t, or what is still held.
func (s *Seat) consume(schema *sim.InputSchema, t sim.Tick) sim.Input {
	in, ok := s.inputs[t]
	s.asSent = ok
	delete(s.inputs, t)
	ours := s.ReadyAt != 0 && t > s.readyTick
	if ours {
		s.Ticks++
	}
	switch {
	case ok:
		s.missing = 0
	case s.missing < 6:
		in = schema.Repeat(s.last)
	default:
		in = schema.Neutral(s.last)
	}
	if !ok {
		s.missing++
		if ours {
			s.Starved++
		}
	}
	if s.Censor != nil {
		censored := s.Censor(in)
		s.asSent = s.asSent && censored == in
		in = censored
	}
	s.last = in
	return in
}
