package ships

import (
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

// beam is a rail shot: bright at first, then it fades.
type beam struct {
	x0, y0, x1, y1 float32
	age            float32
	color          rgba.Color
	source         render.EventSource
}

const (
	beamTime = .45 // seconds
)

// beams is a ring of the last beams.
type beams struct {
	ring [32]beam
	next int
}

// addBeam replaces the oldest beam.
func (b *beams) addBeam(m beam) {
	b.ring[b.next] = m
	b.next = (b.next + 1) % len(b.ring)
}

// cancelEvent makes the beam of c fade out now.
func (b *beams) cancelEvent(c render.EventSource) {
	for i := range b.ring {
		if m := &b.ring[i]; m.source == c {
			m.age = max(m.age, beamTime-render.CancelTime)
		}
	}
}

// moveEnd moves the end of the beam of c.
func (b *beams) moveEnd(c render.EventSource, x, y float32) {
	for i := range b.ring {
		if m := &b.ring[i]; m.source == c {
			m.x1, m.y1 = x, y
		}
	}
}

// ageBeams advances by dt seconds.
func (b *beams) ageBeams(dt float32) {
	for i := range b.ring {
		b.ring[i].age += dt
	}
}

// drawBeams adds the visible beams to batch.
func (b *beams) drawBeams(batch *sprites.Batch, cam render.Camera) {
	for i := range b.ring {
		m := &b.ring[i]
		if m.age >= beamTime || m.color.A == 0 {
			continue
		}
		k := 1 - m.age/beamTime
		x0, y0 := cam.ToScreen(m.x0, m.y0)
		x1, y1 := cam.ToScreen(m.x1, m.y1)
		batch.AddLine(x0, y0, x1, y1, (8+34*k)*cam.Scale, m.color.Glow(.45*k*k))
		batch.AddLine(x0, y0, x1, y1, (3+8*k)*cam.Scale, m.color.Glow(k))
		batch.AddLine(x0, y0, x1, y1, (1+4*k)*cam.Scale, render.White.Glow(k*k))
	}
}
