package scene

import (
	"testing"
	"testing/synctest"

	"perihelion/client/ui"
)

// fakeTextInputs is a page in which somebody types.
type fakeTextInputs struct {
	to    *ui.Field // the field that has the keyboard
	typed string
	press ui.Input // other input at the same time
	shown map[*ui.Field]bool
}

func (l *fakeTextInputs) ShowField(f *ui.Field, _ ui.Theme, in *ui.Input, focused bool) (taken bool) {
	l.shown[f] = true
	if f != l.to {
		return false
	}
	f.SetTyped(l.typed)
	in.Accept, in.Nav = in.Accept || l.press.Accept, l.press.Nav
	return !focused
}

func (l *fakeTextInputs) EndFrame() { clear(l.shown) }

func TestANativeTextInputReplacesAField(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		l := &fakeTextInputs{shown: map[*ui.Field]bool{}}
		tc.deps.TextInputs = l
		p := newPrivateScene(tc.deps)
		title := tc.stack.base().(*titleScene)
		tc.stack.scenes = append(tc.stack.scenes, p)
		frame := func() {
			l.EndFrame()
			tc.frame.in = &ui.Input{}
			tc.stack.updateScenes(&tc.frame)
		}
		p.setFocus(&p.create)
		l.to, l.typed = &p.code, "ab12"
		frame()
		if !p.hasFocus(&p.code) || p.code.Value() != "AB12" {
			t.Errorf("a click into the line leaves the focus elsewhere: %v, and the code is %q", !p.hasFocus(&p.code), p.code.Value())
		}
		if !l.shown[&p.code] || l.shown[&title.nameField] {
			t.Error("the page shows lines of a scene that is covered, or none of that on top")
		}
		l.press.Nav = ui.NavNext
		frame()
		if !p.hasFocus(&p.join) {
			t.Error("Tab in the line does not go on to the next widget")
		}
		l.press = ui.Input{Accept: true}
		p.setFocus(&p.code)
		frame()
		if got := tc.stack.top().Name(); got != "finding" {
			t.Errorf("Enter in the line leads to %s, want on the way to the room", got)
		}
	})
}
