package hud

import (
	"fmt"
	"time"

	"perihelion/client/netcode"
)

// symptoms are what there is to judge a connection by.
type symptoms struct {
	silent     float32       // seconds without a snapshot
	server     float32       // its ticks per second, as a share of what they should be; 0: not known
	heavy      time.Duration // one tick in a hundred takes the server so long, and that is too long; 0: none
	rung       uint8
	stalls     int // in the last minute, as are
	keyframes  int
	jumps      int     // of the clock
	late       float32 // share of inputs of the last seconds that missed their tick
	starved    float32 // share of frames of the last seconds that had nothing to show
	bend       float32 // of the clock: 0 is real time
	jitter     time.Duration
	roundTrip  time.Duration
	cushion    time.Duration // that inputs are sent early because the link stalls
	frames     float32       // per second; 0: not known
	connection bool          // there is one
}

// An ailment is what is wrong with a connection, in the order of how much it hurts.
type ailment struct {
	kind  ill
	n     int // the figure that belongs to it
	grave bool
}

type ill uint8

const (
	healthy ill = iota
	noLink
	silence
	holding
	slowServer
	heavyServer
	trickle
	halfRate
	stalling
	slowMachine
	jumpy
	damaged
	lateInputs
	starving
	bending
	losing
	uneven
	distant
)

const (
	quietTooLong = .3  // seconds: snapshots come every 33 ms
	serverLag    = .96 // share of its ticks that a healthy server makes at least
	lateShare    = .02
	starvedShare = .03
	bendFelt     = .015
	fewFrames    = 45
	sluggish     = 25 // frames per second that confirm so late that the server takes it for a slow link
	hardlyAny    = 15
	muchJitter   = 40 * time.Millisecond
	muchCushion  = 30 * time.Millisecond
	longTrip     = 180 * time.Millisecond
)

// worst is what hurts most.
func (s *symptoms) worst() ailment {
	percent := func(share float32) int { return int(share*100 + .5) }
	switch {
	case !s.connection:
		return ailment{kind: noLink, grave: true}
	case s.silent > quietTooLong:
		return ailment{silence, int(s.silent * 10), true}
	case s.rung >= 3:
		return ailment{kind: holding, grave: true}
	case s.server > 0 && s.server < serverLag:
		return ailment{slowServer, percent(s.server), true}
	case s.heavy > 0:
		return ailment{kind: heavyServer, n: ms(s.heavy)}
	case s.frames > 0 && s.frames < sluggish:
		return ailment{slowMachine, int(s.frames), s.frames < hardlyAny}
	case s.rung == 2:
		return ailment{kind: trickle, grave: true}
	case s.rung == 1:
		return ailment{kind: halfRate}
	case s.stalls > 0:
		return ailment{stalling, s.stalls, s.stalls > 2}
	case s.frames > 0 && s.frames < fewFrames: // which makes inputs late and lets the clock jump
		return ailment{kind: slowMachine, n: int(s.frames)}
	case s.jumps > 0:
		return ailment{kind: jumpy, n: s.jumps}
	case s.keyframes > 0:
		return ailment{kind: damaged, n: s.keyframes}
	case s.late > lateShare:
		return ailment{kind: lateInputs, n: percent(s.late)}
	case s.starved > starvedShare:
		return ailment{kind: starving, n: percent(s.starved)}
	case s.bend > bendFelt:
		return ailment{kind: bending, n: percent(s.bend)}
	case s.bend < -bendFelt:
		return ailment{kind: bending, n: -percent(-s.bend)}
	case s.cushion > muchCushion:
		return ailment{kind: losing, n: ms(s.cushion)}
	case s.jitter > muchJitter:
		return ailment{kind: uneven, n: ms(s.jitter)}
	case s.roundTrip > longTrip:
		return ailment{kind: distant, n: ms(s.roundTrip)}
	}
	return ailment{}
}

// String is the ailment in plain words.
func (a ailment) String() string {
	switch a.kind {
	case noLink:
		return "no connection yet"
	case silence:
		return fmt.Sprintf("nothing has come for %d.%d s", a.n/10, a.n%10)
	case holding:
		return "your link carries nothing: waiting for it"
	case slowServer:
		return fmt.Sprintf("the server is slow: it runs at %d %%", a.n)
	case heavyServer:
		return fmt.Sprintf("the server works hard: ticks of up to %d ms", a.n)
	case trickle:
		return "5 Hz: your link carries no more"
	case halfRate:
		return "half rate: your link is slow"
	case stalling:
		return fmt.Sprintf("your link stalls: %d in the last minute", a.n)
	case jumpy:
		return fmt.Sprintf("your clock had to jump: %d in the last minute", a.n)
	case damaged:
		return fmt.Sprintf("snapshots were lost: %d in the last minute", a.n)
	case lateInputs:
		return fmt.Sprintf("your inputs come late: %d %% miss their tick", a.n)
	case starving:
		return fmt.Sprintf("snapshots come too late for %d %% of frames", a.n)
	case bending:
		return fmt.Sprintf("your clock is being bent: %+d %%", a.n)
	case slowMachine:
		return fmt.Sprintf("this machine draws only %d frames a second", a.n)
	case losing:
		return fmt.Sprintf("your link loses packets: others see you %d ms later", a.n)
	case uneven:
		return fmt.Sprintf("your link is uneven: others are shown %d ms later for it", a.n)
	case distant:
		return fmt.Sprintf("the server is far away: %d ms", a.n)
	}
	return "all good"
}

// examine reads the symptoms off a journal and the newest Stats. rate is the ticks
// per second that there should be.
func (j *journal) examine(s *netcode.Stats, rate int, frames float32) symptoms {
	minute, _ := j.ago(60)
	lately, span := j.ago(5)
	y := symptoms{
		connection: s.Snapshots > 0,
		silent:     j.silent,
		rung:       s.SendRate,
		stalls:     int(s.Stalls - minute.Stalls),
		jumps:      int(s.Snaps - minute.Snaps),
		keyframes:  int(s.Keyframes - minute.Keyframes),
		bend:       s.ClockScale - 1,
		jitter:     s.Jitter,
		roundTrip:  s.RTT,
		cushion:    s.InputLead,
		frames:     frames,
	}
	if s.Load.Slow > time.Second/time.Duration(rate) {
		y.heavy = s.Load.Slow
	}
	if span < 2 {
		return y // too short to speak of shares
	}
	const inputFrames, tooFew = 30, 20 // per second; time is not counted well in frames that take too long
	y.late = float32(s.Misses-lately.Misses) / (span * inputFrames)
	if frames > 0 {
		y.starved = float32(s.Underruns-lately.Underruns) / (span * frames)
	}
	if s.Stalls == lately.Stalls && s.SendRate == 0 && frames > tooFew { // or ticks that came at once would be counted
		y.server = float32(s.ServerTick-lately.ServerTick) / (span * float32(rate))
	}
	return y
}

// told is what a player without the net graph is told, who has no use for figures: whose
// fault it is and what it does, or nothing.
func (a ailment) told() string {
	switch a.kind {
	case holding:
		return "Your connection is too slow to play. Waiting for it"
	case trickle:
		return "Your connection is very slow: the others move in jumps"
	case halfRate:
		return "Your connection is slow: the others move less smoothly"
	case slowServer:
		return "The server is overloaded, so the match runs slowly. It is not you"
	case slowMachine:
		if a.n < sluggish {
			return "This device is too slow for the game. A smaller window helps"
		}
	case stalling:
		if a.grave {
			return "Your connection stutters: the others may jump"
		}
	}
	return ""
}

// sendRateName is what the server sends us, for the net graph.
func sendRateName(rung uint8) string {
	switch rung {
	case 0:
		return "full rate"
	case 1:
		return "half rate"
	case 2:
		return "5 Hz"
	}
	return "on hold"
}
