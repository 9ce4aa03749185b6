package audio

import (
	"math"

	"perihelion/client/audio/synth"
)

// music composes itself: a slow chord plays always, bass and arpeggio are added as the
// tension rises, drums at high tension. In the last minute of a round it is faster, never
// calm, and has one layer more.
type music struct {
	volume        smoothLevel
	lastMinute    bool
	urgency       smoothLevel // volume of the layer of the last minute
	tension       smoothLevel // 0 calm, 1 fight; only its target is used
	smoothTension float32     // follows the target of tension slowly
	stepSample    int         // samples until the end of the step
	step          int         // sixteenth notes since the start
	pads          [4]oscillator
	bass          oscillator
	lead          oscillator
	high          oscillator // of the last minute
	leadDecay     float32    // volume of the current lead note, falling
	bassDecay     float32    // volume of the current bass note, falling
	table         [tableSize]float32
}

const (
	beatsPerMinute           = 92
	lastMinuteBeatsPerMinute = 116
	lastMinuteTension        = .8 // at least, then

	chordSteps  = 32 // two bars
	tableSize   = 1024
	tensionRate = 1.0 / (synth.SampleRate * 1.2) // change of smoothTension per sample: more than a second from calm to fight
)

// chords is the progression, in semitones above A.
var chords = [...][4]int{{0, 7, 12, 15}, {-4, 3, 8, 12}, {3, 7, 10, 15}, {-2, 5, 10, 14}}

// leadPattern is the order in which the lead plays the notes of a chord.
var leadPattern = [...]int{0, 2, 1, 3, 2, 1, 3, 2}

// oscillator reads the wave table at two slightly different frequencies.
type oscillator struct{ phase, detuned, step float32 }

// setNote sets the frequency, in semitones above A2 (110 Hz).
func (o *oscillator) setNote(semitone int) {
	o.step = float32(110 * math.Exp2(float64(semitone)/12) * tableSize / synth.SampleRate)
}

// nextToneSample returns the next sample.
func (o *oscillator) nextToneSample(t *[tableSize]float32) float32 {
	o.phase += o.step
	o.detuned += o.step * 1.004
	for o.phase >= tableSize {
		o.phase -= tableSize
	}
	for o.detuned >= tableSize {
		o.detuned -= tableSize
	}
	return t[int(o.phase)] + t[int(o.detuned)]
}

// initMusic fills the wave table and starts the first step.
func (u *music) initMusic() {
	u.volume = smoothLevel{target: .7}
	for i := range u.table {
		p := float64(i) / tableSize
		u.table[i] = float32(synth.Sine(p) + .35*synth.Sine(2*p) + .16*synth.Sine(3*p) + .07*synth.Sine(5*p))
	}
	u.startStep()
}

// startStep sets the notes of the step that begins.
func (u *music) startStep() {
	chord := &chords[u.step/chordSteps%len(chords)]
	if u.step%chordSteps == 0 {
		for i := range u.pads {
			u.pads[i].setNote(chord[i])
		}
	}
	if u.step%2 == 0 && u.step%16 != 14 {
		u.bass.setNote(chord[0] - 12)
		u.bassDecay = 1
	}
	u.lead.setNote(chord[leadPattern[u.step%len(leadPattern)]] + 12)
	u.high.setNote(chord[leadPattern[(u.step+3)%len(leadPattern)]] + 24)
	u.leadDecay = 1
	u.stepSample = stepSamples(u.lastMinute)
}

// stepSamples is the length of a sixteenth note.
func stepSamples(lastMinute bool) int {
	if lastMinute {
		return synth.SampleRate * 60 / lastMinuteBeatsPerMinute / 4
	}
	return synth.SampleRate * 60 / beatsPerMinute / 4
}

// setLastMinute begins or ends the last minute with the next step.
func (u *music) setLastMinute(on bool) {
	u.lastMinute, u.urgency.target = on, 0
	if on {
		u.urgency.target = 1
	}
}

// nextMusicSample returns the next stereo sample. Drums are played as voices of m.
func (u *music) nextMusicSample(m *mixer) (left, right float32) {
	if u.stepSample--; u.stepSample <= 0 {
		u.step++
		u.startStep()
		u.playDrums(m)
	}
	u.followTension()
	u.leadDecay *= .99982
	u.bassDecay *= .99985
	k := u.volume.nextLevel() * .05
	swell := .75 + .25*u.table[(int(m.now)/96)%tableSize]*.6
	a := (u.pads[0].nextToneSample(&u.table) + u.pads[2].nextToneSample(&u.table)) * swell
	b := (u.pads[1].nextToneSample(&u.table) + u.pads[3].nextToneSample(&u.table)) * swell
	low := u.bass.nextToneSample(&u.table) * u.bassDecay * ramp(u.smoothTension, .15, .5) * 1.5
	arp := u.lead.nextToneSample(&u.table) * u.leadDecay * u.leadDecay * ramp(u.smoothTension, .3, .7) * .7
	high := u.high.nextToneSample(&u.table) * u.leadDecay * u.leadDecay * u.urgency.nextLevel() * .45
	return (a + .4*b + low + arp*.6 + high) * k, (.4*a + b + low + arp + high*.6) * k
}

// followTension moves smoothTension towards the tension, up faster than down.
func (u *music) followTension() {
	target := u.tension.target
	if u.lastMinute {
		target = max(target, lastMinuteTension)
	}
	switch d := target - u.smoothTension; {
	case d > 0:
		u.smoothTension = min(target, u.smoothTension+tensionRate)
	case d < 0:
		u.smoothTension = max(target, u.smoothTension-tensionRate/6)
	}
}

// playDrums starts the drums of the step.
func (u *music) playDrums(m *mixer) {
	k := ramp(u.smoothTension, .45, .8) * u.volume.current
	if k < .02 {
		return
	}
	if u.step%4 == 0 {
		m.startVoice(kick, .55*k, 0, 1)
	}
	if u.step%4 == 2 || u.step%16 == 15 {
		m.startVoice(hat, .3*k, .25, 1)
	}
}

// ramp goes from 0 at a to 1 at b.
func ramp(v, a, b float32) float32 { return max(0, min(1, (v-a)/(b-a))) }
