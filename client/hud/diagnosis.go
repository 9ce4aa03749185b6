package hud

import (
	"fmt"
	"time"

	"perihelion/client/netcode"
)

// linkMetrics are what there is to judge a connection by.
type linkMetrics struct {
	silence    float32       // seconds without a snapshot
	serverPace float32       // its ticks per second, as a share of what they should be; 0: not known
	slowTick   time.Duration // one tick in a hundred takes the server so long, and that is too long; 0: none
	sendRate   uint8
	stalls     int // in the last minute, as are
	keyframes  int
	clockJumps int     // of the clock
	lateInputs float32 // share of inputs of the last seconds that missed their tick
	starved    float32 // share of frames of the last seconds that had nothing to show
	clockBend  float32 // of the clock: 0 is real time
	jitter     time.Duration
	roundTrip  time.Duration
	inputLead  time.Duration // that inputs are sent early because the link stalls
	fps        float32       // per second; 0: not known
	connected  bool          // there is one
}

// An diagnosis is what is wrong with a connection, in the order of how much it hurts.
type diagnosis struct {
	issue  issue
	value  int // the figure that belongs to it
	severe bool
}

type issue uint8

const (
	noIssue issue = iota
	notConnected
	noSnapshots
	linkDead
	slowServer
	heavyServer
	lowRate
	halfRate
	linkStalling
	slowMachine
	clockJumping
	snapshotsLost
	inputsLate
	framesStarved
	clockBending
	packetsLost
	highJitter
	highLatency
)

const (
	maxSilence    = .3  // seconds: snapshots come every 33 ms
	minServerPace = .96 // share of its ticks that a healthy server makes at least
	maxLateInputs = .02
	maxStarved    = .03
	maxClockBend  = .015
	minFPS        = 45
	slowFPS       = 25 // frames per second that confirm so late that the server takes it for a slow link
	severeFPS     = 15
	maxJitter     = 40 * time.Millisecond
	maxInputLead  = 30 * time.Millisecond
	maxRoundTrip  = 180 * time.Millisecond
)

// worst is what hurts most.
func (s *linkMetrics) diagnose() diagnosis {
	percent := func(share float32) int { return int(share*100 + .5) }
	switch {
	case !s.connected:
		return diagnosis{issue: notConnected, severe: true}
	case s.silence > maxSilence:
		return diagnosis{noSnapshots, int(s.silence * 10), true}
	case s.sendRate >= 3:
		return diagnosis{issue: linkDead, severe: true}
	case s.serverPace > 0 && s.serverPace < minServerPace:
		return diagnosis{slowServer, percent(s.serverPace), true}
	case s.slowTick > 0:
		return diagnosis{issue: heavyServer, value: ms(s.slowTick)}
	case s.fps > 0 && s.fps < slowFPS:
		return diagnosis{slowMachine, int(s.fps), s.fps < severeFPS}
	case s.sendRate == 2:
		return diagnosis{issue: lowRate, severe: true}
	case s.sendRate == 1:
		return diagnosis{issue: halfRate}
	case s.stalls > 0:
		return diagnosis{linkStalling, s.stalls, s.stalls > 2}
	case s.fps > 0 && s.fps < minFPS: // which makes inputs late and lets the clock jump
		return diagnosis{issue: slowMachine, value: int(s.fps)}
	case s.clockJumps > 0:
		return diagnosis{issue: clockJumping, value: s.clockJumps}
	case s.keyframes > 0:
		return diagnosis{issue: snapshotsLost, value: s.keyframes}
	case s.lateInputs > maxLateInputs:
		return diagnosis{issue: inputsLate, value: percent(s.lateInputs)}
	case s.starved > maxStarved:
		return diagnosis{issue: framesStarved, value: percent(s.starved)}
	case s.clockBend > maxClockBend:
		return diagnosis{issue: clockBending, value: percent(s.clockBend)}
	case s.clockBend < -maxClockBend:
		return diagnosis{issue: clockBending, value: -percent(-s.clockBend)}
	case s.inputLead > maxInputLead:
		return diagnosis{issue: packetsLost, value: ms(s.inputLead)}
	case s.jitter > maxJitter:
		return diagnosis{issue: highJitter, value: ms(s.jitter)}
	case s.roundTrip > maxRoundTrip:
		return diagnosis{issue: highLatency, value: ms(s.roundTrip)}
	}
	return diagnosis{}
}

// String is the ailment in plain words.
func (a diagnosis) String() string {
	switch a.issue {
	case notConnected:
		return "no connection yet"
	case noSnapshots:
		return fmt.Sprintf("nothing has come for %d.%d s", a.value/10, a.value%10)
	case linkDead:
		return "your link carries nothing: waiting for it"
	case slowServer:
		return fmt.Sprintf("the server is slow: it runs at %d %%", a.value)
	case heavyServer:
		return fmt.Sprintf("the server works hard: ticks of up to %d ms", a.value)
	case lowRate:
		return "5 Hz: your link carries no more"
	case halfRate:
		return "half rate: your link is slow"
	case linkStalling:
		return fmt.Sprintf("your link stalls: %d in the last minute", a.value)
	case clockJumping:
		return fmt.Sprintf("your clock had to jump: %d in the last minute", a.value)
	case snapshotsLost:
		return fmt.Sprintf("snapshots were lost: %d in the last minute", a.value)
	case inputsLate:
		return fmt.Sprintf("your inputs come late: %d %% miss their tick", a.value)
	case framesStarved:
		return fmt.Sprintf("snapshots come too late for %d %% of frames", a.value)
	case clockBending:
		return fmt.Sprintf("your clock is being bent: %+d %%", a.value)
	case slowMachine:
		return fmt.Sprintf("this machine draws only %d frames a second", a.value)
	case packetsLost:
		return fmt.Sprintf("your link loses packets: others see you %d ms later", a.value)
	case highJitter:
		return fmt.Sprintf("your link is uneven: others are shown %d ms later for it", a.value)
	case highLatency:
		return fmt.Sprintf("the server is far away: %d ms", a.value)
	}
	return "all good"
}

// examine reads the symptoms off a journal and the newest Stats. rate is the ticks
// per second that there should be.
func (j *statsHistory) measure(s *netcode.Stats, rate int, frames float32) linkMetrics {
	minute, _ := j.statsBefore(60)
	lately, span := j.statsBefore(5)
	y := linkMetrics{
		connected:  s.Snapshots > 0,
		silence:    j.silence,
		sendRate:   s.SendRate,
		stalls:     int(s.Stalls - minute.Stalls),
		clockJumps: int(s.Snaps - minute.Snaps),
		keyframes:  int(s.Keyframes - minute.Keyframes),
		clockBend:  s.ClockScale - 1,
		jitter:     s.Jitter,
		roundTrip:  s.RTT,
		inputLead:  s.InputLead,
		fps:        frames,
	}
	if s.Load.Slow > time.Second/time.Duration(rate) {
		y.slowTick = s.Load.Slow
	}
	if span < 2 {
		return y // too short to speak of shares
	}
	const inputFrames, tooFew = 30, 20 // per second; time is not counted well in frames that take too long
	y.lateInputs = float32(s.Misses-lately.Misses) / (span * inputFrames)
	if frames > 0 {
		y.starved = float32(s.Underruns-lately.Underruns) / (span * frames)
	}
	if s.Stalls == lately.Stalls && s.SendRate == 0 && frames > tooFew { // or ticks that came at once would be counted
		y.serverPace = float32(s.ServerTick-lately.ServerTick) / (span * float32(rate))
	}
	return y
}

// playerText is what a player without the net graph is told, who has no use for figures: whose
// fault it is and what it does, or nothing.
func (a diagnosis) playerText() string {
	switch a.issue {
	case linkDead:
		return "Your connection is too slow to play. Waiting for it"
	case lowRate:
		return "Your connection is very slow: the others move in jumps"
	case halfRate:
		return "Your connection is slow: the others move less smoothly"
	case slowServer:
		return "The server is overloaded, so the match runs slowly. It is not you"
	case slowMachine:
		if a.value < slowFPS {
			return "This device is too slow for the game. A smaller window helps"
		}
	case linkStalling:
		if a.severe {
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
