package hud

import (
	"math"
	"time"

	"perihelion/client/netcode"
)

// linkMetrics are the measurements from which a connection is judged.
type linkMetrics struct {
	silence    float32       // seconds since the last snapshot
	serverPace float32       // ticks per second of the server as a share of the nominal rate; 0: unknown
	snapshots  float32       // that come, as a share of those that come when the server has time; 0: unknown
	slowTick   time.Duration // 99th percentile of the server's tick time if that is too long; 0: it is not
	sendRate   uint8         // as in netcode.Stats: 0 full, 1 half, 2 low, 3 hold
	stalls     int           // in the last minute, like the next two
	keyframes  int
	clockJumps int
	lateInputs float32 // share of the inputs of the last seconds that missed their tick
	starved    float32 // share of the frames of the last seconds without data to interpolate
	clockBend  float32 // speed of the interpolation clock minus 1; 0 is real time
	jitter     time.Duration
	roundTrip  time.Duration
	inputLead  time.Duration // how early inputs are sent because the link stalls
	fps        float32       // frames per second; 0: unknown
	connected  bool          // a snapshot has been received
}

// diagnosis is the worst issue of a connection.
type diagnosis struct {
	issue  issue
	value  int // the number in the text of the issue
	severe bool
}

// issue is a kind of problem, the most severe first.
type issue uint8

const (
	noIssue issue = iota
	notConnected
	noSnapshots
	linkDead
	slowServer
	heavyServer
	fewSnapshots
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
	minServerPace = .96 // share of the nominal tick rate
	minSnapshots  = .7  // share: a server with too much to do sends a half or a third
	maxLateInputs = .02
	maxStarved    = .03
	maxClockBend  = .015
	minFPS        = 45
	slowFPS       = 25 // acknowledgements come so rarely that the server assumes a slow link
	severeFPS     = 15
	maxJitter     = 40 * time.Millisecond
	maxInputLead  = 30 * time.Millisecond
	maxRoundTrip  = 180 * time.Millisecond
)

// diagnose returns the most severe issue.
func (s *linkMetrics) diagnose() diagnosis {
	if d := s.diagnoseStream(); d.issue != noIssue {
		return d
	}
	return s.diagnoseTiming()
}

// diagnoseStream returns why snapshots are missing, or come or are drawn too rarely.
func (s *linkMetrics) diagnoseStream() diagnosis {
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
	case s.snapshots > 0 && s.snapshots < minSnapshots:
		return diagnosis{issue: fewSnapshots, value: percent(s.snapshots)}
	case s.fps > 0 && s.fps < slowFPS:
		return diagnosis{slowMachine, int(s.fps), s.fps < severeFPS}
	case s.sendRate == 2:
		return diagnosis{issue: lowRate, severe: true}
	case s.sendRate == 1:
		return diagnosis{issue: halfRate}
	}
	return diagnosis{}
}

// diagnoseTiming returns why snapshots or inputs come too late.
func (s *linkMetrics) diagnoseTiming() diagnosis {
	switch {
	case s.stalls > 0:
		return diagnosis{linkStalling, s.stalls, s.stalls > 2}
	case s.fps > 0 && s.fps < minFPS: // this also causes late inputs and clock jumps
		return diagnosis{issue: slowMachine, value: int(s.fps)}
	case s.clockJumps > 0:
		return diagnosis{issue: clockJumping, value: s.clockJumps}
	case s.keyframes > 0:
		return diagnosis{issue: snapshotsLost, value: s.keyframes}
	case s.lateInputs > maxLateInputs:
		return diagnosis{issue: inputsLate, value: percent(s.lateInputs)}
	case s.starved > maxStarved:
		return diagnosis{issue: framesStarved, value: percent(s.starved)}
	case math.Abs(float64(s.clockBend)) > maxClockBend:
		return diagnosis{issue: clockBending, value: percent(s.clockBend)}
	case s.inputLead > maxInputLead:
		return diagnosis{issue: packetsLost, value: ms(s.inputLead)}
	case s.jitter > maxJitter:
		return diagnosis{issue: highJitter, value: ms(s.jitter)}
	case s.roundTrip > maxRoundTrip:
		return diagnosis{issue: highLatency, value: ms(s.roundTrip)}
	}
	return diagnosis{}
}

func percent(share float32) int { return int(math.Round(float64(share) * 100)) }

// measureLink computes the metrics from the history and the newest statistics. rate is the
// nominal number of ticks per second.
func (j *statsHistory) measureLink(s *netcode.Stats, rate int, frames float32) linkMetrics {
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
		return y // too short for shares
	}
	const inputFrames, tooFew = 30, 20 // per second; with fewer frames the time is measured badly
	y.lateInputs = float32(s.Misses-lately.Misses) / (span * inputFrames)
	if frames > 0 {
		y.starved = float32(s.Underruns-lately.Underruns) / (span * frames)
	}
	if s.Stalls == lately.Stalls && s.SendRate == 0 && frames > tooFew { // otherwise ticks that arrived in a burst would be counted
		y.serverPace = float32(s.ServerTick-lately.ServerTick) / (span * float32(rate))
		if lately.SendRate == 0 && s.Datagrams != netcode.DatagramsUsed { // by which some are lost
			y.snapshots = float32(s.Snapshots-lately.Snapshots) * float32(s.Interval) / float32(max(s.ServerTick-lately.ServerTick, 1))
		}
	}
	return y
}
