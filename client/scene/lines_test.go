package scene

import (
	"testing"
	"testing/synctest"

	"perihelion/client/ui"
)

// fakeLines is a page in which somebody types.
type fakeLines struct {
	to    *ui.Field // has the keyboard
	typed string
	press ui.Input // beside the letters
	shown map[*ui.Field]bool
}

func (l *fakeLines) ShowField(f *ui.Field, _ ui.Theme, in *ui.Input, focused bool) (taken bool) {
	l.shown[f] = true
	if f != l.to {
		return false
	}
	f.SetTyped(l.typed)
	in.Accept, in.Nav = in.Accept || l.press.Accept, l.press.Nav
	return !focused
}

func (l *fakeLines) EndFrame() { clear(l.shown) }

func TestALineOfThePageStandsInForAField(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		defer th.close()
		l := &fakeLines{shown: map[*ui.Field]bool{}}
		th.kit.Lines = l
		p := newPrivate(th.kit)
		home := th.stack.Base().(*homeScene)
		th.stack.scenes = append(th.stack.scenes, p)
		frame := func() {
			l.EndFrame()
			th.frame.In = &ui.Input{}
			th.stack.Update(&th.frame)
		}
		p.focus(&p.create)
		l.to, l.typed = &p.code, "ab12"
		frame()
		if !p.has(&p.code) || p.code.Value() != "AB12" {
			t.Errorf("a click into the line leaves the focus elsewhere: %v, and the code is %q", !p.has(&p.code), p.code.Value())
		}
		if !l.shown[&p.code] || l.shown[&home.name] {
			t.Error("the page shows lines of a scene that is covered, or none of that on top")
		}
		l.press.Nav = ui.NavNext
		frame()
		if !p.has(&p.join) {
			t.Error("Tab in the line does not go on to the next widget")
		}
		l.press = ui.Input{Accept: true}
		p.focus(&p.code)
		frame()
		if got := th.stack.Top().Name(); got != "finding" {
			t.Errorf("Enter in the line leads to %s, want on the way to the room", got)
		}
	})
}
