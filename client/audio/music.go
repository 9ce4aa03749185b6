package audio

import "math"

// music plays itself: a slow pad that is always there, a bass and an arpeggio
// that come in as the fight draws near, drums when it is close.
type music struct {
	volume  glide
	tension glide // 0 calm, 1 a fight; its way is slow, see creep
	mood    float32
	at      int // samples since the beginning of the step
	step    int // sixteenths since the beginning
	pads    [4]tone
	bass    tone
	lead    tone
	pluck   float32 // what is left of the lead's note
	thud    float32 // and of the bass's
	table   [tableSize]float32
}

const (
	beats     = 92 // a minute
	stepTime  = sampleRate * 60 / beats / 4
	chordTime = 32 // steps: two bars
	tableSize = 1024
	creep     = 1.0 / (sampleRate * 1.2) // of the mood per sample: a second and more from calm to fight
)

// chords are the four of the progression, in semitones above A: minor, and
// rising at its end, so that it asks to go on.
var chords = [...][4]int{{0, 7, 12, 15}, {-4, 3, 8, 12}, {3, 7, 10, 15}, {-2, 5, 10, 14}}

// figure is the order in which the lead takes a chord's notes.
var figure = [...]int{0, 2, 1, 3, 2, 1, 3, 2}

// tone is an oscillator over the wave table, with a detuned twin.
type tone struct{ phase, twin, step float32 }

func (o *tone) tune(semitone int) {
	o.step = float32(110 * math.Exp2(float64(semitone)/12) * tableSize / sampleRate)
}

func (o *tone) next(t *[tableSize]float32) float32 {
	o.phase += o.step
	o.twin += o.step * 1.004
	for o.phase >= tableSize {
		o.phase -= tableSize
	}
	for o.twin >= tableSize {
		o.twin -= tableSize
	}
	return t[int(o.phase)] + t[int(o.twin)]
}

func (u *music) start() {
	u.volume = glide{to: .7}
	for i := range u.table {
		p := float64(i) / tableSize
		u.table[i] = float32(sine(p) + .35*sine(2*p) + .16*sine(3*p) + .07*sine(5*p))
	}
	u.turn()
}

// turn retunes for the step that begins.
func (u *music) turn() {
	chord := &chords[u.step/chordTime%len(chords)]
	if u.step%chordTime == 0 {
		for i := range u.pads {
			u.pads[i].tune(chord[i])
		}
	}
	if u.step%2 == 0 && u.step%16 != 14 {
		u.bass.tune(chord[0] - 12)
		u.thud = 1
	}
	u.lead.tune(chord[figure[u.step%len(figure)]] + 12)
	u.pluck = 1
}

// next is the next sample; drums go through the mixer's voices.
func (u *music) next(m *mixer) (left, right float32) {
	if u.at++; u.at == stepTime {
		u.at = 0
		u.step++
		u.turn()
		u.drum(m)
	}
	u.lean()
	u.pluck *= .99982
	u.thud *= .99985
	k := u.volume.next() * .05
	swell := .75 + .25*u.table[(int(m.now)/96)%tableSize]*.6
	a := (u.pads[0].next(&u.table) + u.pads[2].next(&u.table)) * swell
	b := (u.pads[1].next(&u.table) + u.pads[3].next(&u.table)) * swell
	low := u.bass.next(&u.table) * u.thud * rise(u.mood, .15, .5) * 1.5
	arp := u.lead.next(&u.table) * u.pluck * u.pluck * rise(u.mood, .3, .7) * .7
	return (a + .4*b + low + arp*.6) * k, (.4*a + b + low + arp) * k
}

// lean moves the mood towards the tension, up faster than down.
func (u *music) lean() {
	switch d := u.tension.to - u.mood; {
	case d > 0:
		u.mood = min(u.tension.to, u.mood+creep)
	case d < 0:
		u.mood = max(u.tension.to, u.mood-creep/6)
	}
}

func (u *music) drum(m *mixer) {
	k := rise(u.mood, .45, .8) * u.volume.at
	if k < .02 {
		return
	}
	if u.step%4 == 0 {
		m.start(soundKick, .55*k, 0, 1)
	}
	if u.step%4 == 2 || u.step%16 == 15 {
		m.start(soundHat, .3*k, .25, 1)
	}
}

// rise goes from 0 at a to 1 at b.
func rise(v, a, b float32) float32 { return max(0, min(1, (v-a)/(b-a))) }
