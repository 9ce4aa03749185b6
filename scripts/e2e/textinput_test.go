//go:build e2e

package e2e

import (
	"context"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestInputMethodsAltGrAndClipboard types with AltGr as on Windows, with an input method,
// with selection and clipboard, and on a phone.
func TestInputMethodsAltGrAndClipboard(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	b := newTab(t, chrome, "typing", base+"/")
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	b.clickControl("Your name")
	b.typeText("Zo")
	b.typeAltGr('@', "KeyQ", 'Q')
	awaitName(t, b, "Zo@")
	for _, edit := range []string{"selectAll", "cut", "paste", "paste"} {
		b.runEditCommand(edit)
	}
	awaitName(t, b, "Zo@Zo@")
	takeScreenshot(t, b, "name")
	b.pressKey(tabKey)
	awaitScript(t, b, "game that has the keys after Tab", `document.activeElement.tagName === "CANVAS"`)
	b.clickControl("PLAY")
	awaitState(t, b, maxWait, "seat", hasSeat)
	if n := evalScript[int](b, `document.querySelectorAll(".line").length`); n != 0 {
		t.Errorf("%d lines of text are left over in the match", n)
	}
	checkInputMethod(t, b)

	phone := newWindow(t, chrome, newProfile(t, chrome), "phone")
	phone.setViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch)
	phone.navigate(base + "/")
	awaitState(t, phone, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	phone.tapScreen(phone.findControl("Your name"))
	awaitScript(t, phone, "line that a phone shows its keyboard for", `document.activeElement.className === "line"`)
	phone.insertText("Thumb")
	awaitName(t, phone, "Thumb")
	takeScreenshot(t, phone, "name")
	phone.pressKey(enterKey) // of the phone's keyboard
	awaitState(t, phone, maxWait, "way to a match", func(s clientState) bool { return s.Scene != "title" })
}

// awaitName waits until the field at the title holds name.
func awaitName(t *testing.T, b *tab, name string) {
	t.Helper()
	awaitState(t, b, maxWait, "field with "+name, func(s clientState) bool { return s.Name == name })
}

// checkInputMethod types a line with an input method: keys make a proposal, the first Enter
// accepts it, and the second sends the line.
func checkInputMethod(t *testing.T, b *tab) {
	t.Helper()
	b.pressKey(enterKey)
	awaitScript(t, b, "line to chat in", `document.activeElement.className === "line"`)
	b.runActions(input.ImeSetComposition("ni hao", 6, 6))
	b.awaitFrames()
	b.runActions(input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(229))
	b.awaitFrames()
	b.insertText("გამარჯობა ★ 你好") // replaces the proposal
	takeScreenshot(t, b, "chat")
	if s, _ := b.ClientState(); len(s.Said) > 0 {
		t.Errorf("what was only proposed is said: %q", s.Said)
	}
	b.pressKey(enterKey)
	awaitState(t, b, maxWait, "line in Georgian and Chinese", func(s clientState) bool {
		return slices.ContainsFunc(s.Said, func(line string) bool { return line == "Zo@Zo@: გამარჯობა ★ 你好" })
	})
	b.awaitFrames()
	takeScreenshot(t, b, "said")
	b.keyDown('v') // the game receives keys again
	awaitState(t, b, maxWait, "quick lines", func(s clientState) bool { return s.Wheel })
	b.keyUp('v')
}

// typeAltGr types r, which is on this key, with the events of a browser on Windows: Control
// and AltGr go down, and the letter has neither as a modifier.
func (b *tab) typeAltGr(r rune, code string, key int64) {
	b.t.Helper()
	b.runActions(
		input.DispatchKeyEvent(input.KeyRawDown).WithKey("Control").WithCode("ControlLeft").WithWindowsVirtualKeyCode(17).WithModifiers(input.ModifierCtrl),
		input.DispatchKeyEvent(input.KeyRawDown).WithKey("AltGraph").WithCode("AltRight").WithWindowsVirtualKeyCode(18),
		input.DispatchKeyEvent(input.KeyDown).WithKey(string(r)).WithCode(code).WithText(string(r)).WithWindowsVirtualKeyCode(key),
		input.DispatchKeyEvent(input.KeyUp).WithKey(string(r)).WithCode(code).WithWindowsVirtualKeyCode(key),
		input.DispatchKeyEvent(input.KeyUp).WithKey("AltGraph").WithCode("AltRight").WithWindowsVirtualKeyCode(18),
		input.DispatchKeyEvent(input.KeyUp).WithKey("Control").WithCode("ControlLeft").WithWindowsVirtualKeyCode(17),
	)
	b.awaitFrames()
}

// runEditCommand runs a command such as "paste" on the element that has the focus.
func (b *tab) runEditCommand(command string) {
	b.t.Helper()
	b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
		return input.DispatchKeyEvent(input.KeyRawDown).WithKey("F13").WithCode("F13").WithCommands([]string{command}).Do(ctx)
	}))
	b.awaitFrames()
}

// insertText inserts a text as an input method or the keyboard of a phone does.
func (b *tab) insertText(text string) {
	b.t.Helper()
	b.runActions(input.InsertText(text))
	b.awaitFrames()
}
