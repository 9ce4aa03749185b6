package scene

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/render"
	"perihelion/client/ui"
)

// cameraTest plays frames of a free camera, over a player at 100, 50.
type cameraTest struct {
	c     freeCamera
	raw   input.Raw
	frame frame
}

func newCameraTest() *cameraTest {
	return &cameraTest{c: freeCamera{radius: 1000}, frame: frame{w: 800, h: 400, unit: 1, dt: .1, top: true}}
}

func (k *cameraTest) play(in ui.Input) render.Camera {
	k.frame.in = &in
	follow := render.Camera{X: 100, Y: 50, Scale: 2, W: 800, H: 400}
	return k.c.advanceCamera(&k.frame, &k.raw, follow, ui.Rect{Y: 350, W: 800, H: 50})
}

func TestTheCameraFollowsUntilItIsDragged(t *testing.T) {
	k := newCameraTest()
	k.play(ui.Input{X: 400, Y: 100, Down: true, Pressed: true})
	if cam := k.play(ui.Input{X: 403, Y: 100, Down: true}); k.c.on || cam.X != 100 {
		t.Errorf("a click moves it to %v", cam.X)
	}
	cam := k.play(ui.Input{X: 443, Y: 120, Down: true})
	if !k.c.on || cam.X != 100-20 || cam.Y != 50-10 {
		t.Errorf("dragged by 40, 20 pixels it is at %v, %v, want 80, 40: what was under the pointer stays there", cam.X, cam.Y)
	}
	k.play(ui.Input{X: 443, Y: 120, Released: true})
	if cam := k.play(ui.Input{X: 10, Y: 10}); cam.X != 80 {
		t.Errorf("it moves without a drag, to %v", cam.X)
	}
	k.play(ui.Input{X: 400, Y: 370, Down: true, Pressed: true})
	if cam := k.play(ui.Input{X: 300, Y: 370, Down: true}); cam.X != 80 {
		t.Errorf("a drag that begins on the controls moves it to %v", cam.X)
	}
	k.c.on = false
	if cam := k.play(ui.Input{}); cam.X != 100 || cam.Y != 50 {
		t.Errorf("following again it is at %v, %v", cam.X, cam.Y)
	}
}

func TestTheCameraMovesByKeysAndStickWithinTheWorld(t *testing.T) {
	k := newCameraTest()
	k.raw.Held[input.Key(ebiten.KeyD)] = true
	if cam := k.play(ui.Input{}); !k.c.on || cam.X <= 100 || cam.Y != 50 {
		t.Errorf("D leads to %v, %v", cam.X, cam.Y)
	}
	for range 1000 {
		k.play(ui.Input{})
	}
	if cam := k.play(ui.Input{}); cam.X != 1000 {
		t.Errorf("D leads out of the world, to %v", cam.X)
	}
	k.raw = input.Raw{Sticks: [2]input.Vec{{}, {X: -1, Y: .5}}}
	if cam := k.play(ui.Input{}); cam.X >= 1000 || cam.Y <= 50 {
		t.Errorf("the right stick leads to %v, %v", cam.X, cam.Y)
	}
	k.frame.top = false
	before := k.c.x
	if cam := k.play(ui.Input{}); cam.X != before {
		t.Errorf("it moves under another scene")
	}
}

func TestTheCameraZoomsWithinBounds(t *testing.T) {
	k := newCameraTest()
	if cam := k.play(ui.Input{Wheel: 1}); k.c.on || cam.Scale <= 2 || cam.X != 100 {
		t.Errorf("the wheel: scale %v, at %v", cam.Scale, cam.X)
	}
	for range 100 {
		k.play(ui.Input{Wheel: 1})
	}
	if cam := k.play(ui.Input{}); cam.Scale != 2*maxZoom {
		t.Errorf("in it comes to %v", cam.Scale)
	}
	k.raw.Held[input.Key(ebiten.KeyQ)] = true
	for range 100 {
		k.play(ui.Input{})
	}
	if cam := k.play(ui.Input{}); cam.Scale < 2*minZoom-.01 || cam.Scale > 2*minZoom+.01 {
		t.Errorf("out it comes to %v", cam.Scale)
	}
	k = newCameraTest()
	k.raw.Fingers = []input.Finger{{X: 100}, {X: 200}}
	k.play(ui.Input{})
	k.raw.Fingers = []input.Finger{{X: 100}, {X: 250}}
	if cam := k.play(ui.Input{}); cam.Scale < 2.99 || cam.Scale > 3.01 {
		t.Errorf("two fingers that go apart by half: scale %v, want 3", cam.Scale)
	}
}
