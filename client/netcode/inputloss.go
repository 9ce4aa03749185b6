package netcode

import "math"

const (
	// The share of ticks that may be played without their input, because all datagrams that
	// could bring it in time were lost.
	starvedShare = 1.0 / 2000

	priorLoss    = 0.02       // of a link whose stream has just lost packets
	priorWeight  = 1.0 / 64   // of the first sample after that
	sampleWeight = 1.0 / 1024 // of one later on: 17 s at 60 Hz
	maxRepeats   = repeatedFrames - 1
)

// inputLoss measures the share of the datagrams with inputs that are lost, and says how many
// ticks earlier inputs must come for that. A datagram repeats the inputs of those before it:
// if a share p of them is lost, p to the power of n+1 of the inputs have not come n ticks late.
// The zero inputLoss is of a link of which nothing is known yet.
type inputLoss struct {
	share  float64 // lost
	weight float64 // of the next sample; 0: there was none
	none   bool    // it has lost nothing for so long that no loss is reckoned with
}

// observe takes that of the last n datagrams so many were lost, and their inputs came when they were repeated.
func (l *inputLoss) observe(lost, n int) {
	if l.weight == 0 {
		l.share, l.weight = priorLoss, priorWeight
	}
	for i := range n {
		sample := 0.0
		if i < lost {
			sample = 1
		}
		l.share += (sample - l.share) * l.weight
		l.weight = max(l.weight/(1+l.weight), sampleWeight)
	}
}

// repeats is how many times in a row inputs must be repeated before they are due.
func (l *inputLoss) repeats() float64 {
	if l.none || l.share <= starvedShare {
		return 0
	}
	return min(math.Ceil(math.Log(starvedShare)/math.Log(min(l.share, 0.99)))-1, maxRepeats)
}

// lead is how many ticks further ahead the clock runs for that, with so much jitter, where datagrams
// are sent every so many ticks. It leaves out the dead band of the clock: that its low edge is good
// as well matters only while datagrams are lost.
func (l *inputLoss) lead(interval, jitter float64) float64 {
	return max(l.repeats()*interval-deadBand+slackJitter*jitter, 0)
}
