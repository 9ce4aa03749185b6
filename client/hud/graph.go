package hud

import (
	"fmt"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/ink"
	"perihelion/shared/protocol"
)

// graph is the net graph: what the connection does, in figures, in curves and
// in plain words.
type graph struct {
	frames [graphFrames]float32 // seconds each frame took
	trips  [graphFrames]float32 // round trip in seconds, at that frame
	next   int

	rows  [16]string // spelled a few times a second, not in every frame
	n     int
	fault string
	since float32
	last  netcode.Stats // of the last spelling, for rates
}

const (
	graphFrames = 160
	spellEvery  = .25 // seconds
)

func (g *graph) update(v *netcode.View, dt float64) {
	g.frames[g.next] = float32(dt)
	g.trips[g.next] = float32(v.Stats.RTT.Seconds())
	g.next = (g.next + 1) % graphFrames
	g.since += float32(dt)
}

// spell writes the rows anew; only a graph that is shown does it.
func (g *graph) spell(v *netcode.View) {
	if g.since < spellEvery && g.n > 0 {
		return
	}
	s, l, span := &v.Stats, &g.last, max(g.since, .01)
	rate := func(now, then uint64) float32 { return float32(now-min(then, now)) / span }
	g.fault = diagnose(s, l, ebiten.ActualFPS())
	g.n = 0
	g.row("fps %.0f   tps %.0f   server tick %d", ebiten.ActualFPS(), ebiten.ActualTPS(), s.ServerTick)
	g.row("round trip %d ms   jitter %d ms", ms(s.RTT), ms(s.Jitter))
	g.row("inputs early by %d ms   pending %d   clock ×%.3f", ms(s.Slack), s.InputsPending, s.ClockScale)
	g.row("shown %d ms late   rung %d   snapshots %.0f/s", ms(s.Delay), s.Rung, rate(s.Snapshots, l.Snapshots))
	g.row("corrections %d (last %.1f units)   keyframes %d", s.Corrections, s.Correction, s.Keyframes)
	g.row("starved frames %d   stalls %d", s.Underruns, s.Stalls)
	g.row("in %.2f kB/s   out %.2f kB/s", rate(s.BytesIn, l.BytesIn)/1000, rate(s.BytesOut, l.BytesOut)/1000)
	for t := range s.BytesByType {
		if r := rate(s.BytesByType[t], l.BytesByType[t]); r >= 1 {
			g.row("   %s %.0f B/s", typeName(protocol.Type(t)), r)
		}
	}
	g.last, g.since = *s, 0
}

func (g *graph) row(format string, args ...any) {
	if g.n < len(g.rows) {
		g.rows[g.n] = fmt.Sprintf(format, args...)
		g.n++
	}
}

func ms(d time.Duration) int { return int(d.Round(time.Millisecond) / time.Millisecond) }

func typeName(t protocol.Type) string {
	switch t {
	case protocol.TypeWelcome:
		return "welcome"
	case protocol.TypeState:
		return "state"
	case protocol.TypeRoster:
		return "roster"
	case protocol.TypeChat:
		return "chat"
	case protocol.TypeNotice:
		return "notice"
	}
	return "other"
}

// diagnose says what is wrong in plain words, the worst first; empty when all
// is well. l is the state a moment ago.
func diagnose(s, l *netcode.Stats, fps float64) string {
	switch {
	case s.Stalls > l.Stalls:
		return "The connection stalled: nothing came for a while."
	case s.Keyframes > l.Keyframes:
		return "A frame was lost or damaged; the server sends a fresh picture."
	case s.Underruns > l.Underruns:
		return "Snapshots come too late to be shown smoothly."
	case s.Slack < -5*time.Millisecond:
		return "Your inputs reach the server late."
	case s.Rung > 0:
		return "Your link is slow: the server sends fewer snapshots."
	case s.Jitter > 40*time.Millisecond:
		return "The connection is uneven; the delay was raised to hide it."
	case s.RTT > 180*time.Millisecond:
		return "The server is far away."
	case fps > 0 && fps < 45:
		return "This machine draws too slowly; try without bloom."
	}
	return ""
}

func (g *graph) draw(p *pen, f *frame) {
	g.spell(f.v)
	u := f.u
	w, h := 330*u, float32(92+15*g.n)*u
	x, y := f.w-w-16*u, f.h-h-16*u
	p.panel(x, y, w, h, own)
	fault, c := g.fault, render.Energy
	if fault == "" {
		fault, c = "All is well.", render.Good
	}
	p.text(fault, plain, x+12*u, y+16*u, small*u, c)
	g.curve(p, &g.frames, x+12*u, y+72*u, w-24*u, 44*u, 1.0/15, render.Good)
	g.curve(p, &g.trips, x+12*u, y+72*u, w-24*u, 44*u, .3, render.Shield)
	for i, r := range g.rows[:g.n] {
		p.text(r, mono, x+12*u, y+(86+15*float32(i))*u, small*u, white)
	}
}

// curve plots the ring, oldest at the left, full as the top of its height.
func (g *graph) curve(p *pen, ring *[graphFrames]float32, x, floor, w, h, full float32, c ink.Color) {
	step := w / graphFrames
	last := floor
	for i := range graphFrames {
		y := floor - h*min(1, ring[(g.next+i)%graphFrames]/full)
		if i > 0 {
			p.Line(x+step*float32(i-1), last, x+step*float32(i), y, 2, c.Glow(.8))
		}
		last = y
	}
}
