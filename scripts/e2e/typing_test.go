//go:build e2e

package e2e

import (
	"context"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestTypingAsTheWorldDoes uses what a keyboard of letters alone does not have: AltGr as
// Windows tells of it, an input method, selection and the clipboard, a tap on a phone.
func TestTypingAsTheWorldDoes(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	b := newTab(t, chrome, "typing", base+"/")
	await(t, b, patience, "title", func(s state) bool { return s.Frames > 2 })
	b.push("Your name")
	b.write("Zo")
	b.altGr('@', "KeyQ", 'Q')
	named(t, b, "Zo@")
	for _, edit := range []string{"selectAll", "cut", "paste", "paste"} {
		b.edit(edit)
	}
	named(t, b, "Zo@Zo@")
	shoot(t, b, "name")
	b.press(tabKey)
	awaitTrue(t, b, "game that has the keys after Tab", `document.activeElement.tagName === "CANVAS"`)
	b.push("PLAY")
	await(t, b, patience, "seat", ready)
	if n := eval[int](b, `document.querySelectorAll(".line").length`); n != 0 {
		t.Errorf("%d lines of text are left over in the match", n)
	}
	composes(t, b)

	phone := newWindow(t, chrome, profile(t, chrome), "phone")
	phone.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	phone.open(base + "/")
	await(t, phone, patience, "title", func(s state) bool { return s.Frames > 2 })
	phone.tap(phone.find("Your name"))
	awaitTrue(t, phone, "line that a phone shows its keyboard for", `document.activeElement.className === "line"`)
	phone.insert("Thumb")
	named(t, phone, "Thumb")
	shoot(t, phone, "name")
	phone.press(enter) // on that keyboard
	await(t, phone, patience, "way to a match", func(s state) bool { return s.Scene != "title" })
}

// named waits until the field at the title holds name.
func named(t *testing.T, b *tab, name string) {
	t.Helper()
	await(t, b, patience, "field with "+name, func(s state) bool { return s.Name == name })
}

// composes says something with an input method: keys make a proposal, and Enter accepts
// it before another Enter sends the line.
func composes(t *testing.T, b *tab) {
	t.Helper()
	b.press(enter)
	awaitTrue(t, b, "line to chat in", `document.activeElement.className === "line"`)
	b.do(input.ImeSetComposition("ni hao", 6, 6))
	b.settle()
	b.do(input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(229))
	b.settle()
	b.insert("გამარჯობა ★ 你好") // in the place of the proposal
	shoot(t, b, "chat")
	if s, _ := b.State(); len(s.Said) > 0 {
		t.Errorf("what was only proposed is said: %q", s.Said)
	}
	b.press(enter)
	await(t, b, patience, "line in Georgian and Chinese", func(s state) bool {
		return slices.ContainsFunc(s.Said, func(line string) bool { return line == "Zo@Zo@: გამარჯობა ★ 你好" })
	})
	b.settle()
	shoot(t, b, "said")
	b.down('v') // the keys are the game's again
	await(t, b, patience, "quick lines", func(s state) bool { return s.Wheel })
	b.up('v')
}

// altGr types r, which is on this key, as a browser on Windows tells of it: Control and
// AltGr go down, and the letter has neither.
func (b *tab) altGr(r rune, code string, key int64) {
	b.t.Helper()
	b.do(
		input.DispatchKeyEvent(input.KeyRawDown).WithKey("Control").WithCode("ControlLeft").WithWindowsVirtualKeyCode(17).WithModifiers(input.ModifierCtrl),
		input.DispatchKeyEvent(input.KeyRawDown).WithKey("AltGraph").WithCode("AltRight").WithWindowsVirtualKeyCode(18),
		input.DispatchKeyEvent(input.KeyDown).WithKey(string(r)).WithCode(code).WithText(string(r)).WithWindowsVirtualKeyCode(key),
		input.DispatchKeyEvent(input.KeyUp).WithKey(string(r)).WithCode(code).WithWindowsVirtualKeyCode(key),
		input.DispatchKeyEvent(input.KeyUp).WithKey("AltGraph").WithCode("AltRight").WithWindowsVirtualKeyCode(18),
		input.DispatchKeyEvent(input.KeyUp).WithKey("Control").WithCode("ControlLeft").WithWindowsVirtualKeyCode(17),
	)
	b.settle()
}

// edit gives what has the focus a command of an editor.
func (b *tab) edit(command string) {
	b.t.Helper()
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		return input.DispatchKeyEvent(input.KeyRawDown).WithKey("F13").WithCode("F13").WithCommands([]string{command}).Do(ctx)
	}))
	b.settle()
}

// insert types a text as an input method, or the keyboard of a phone, does.
func (b *tab) insert(text string) {
	b.t.Helper()
	b.do(input.InsertText(text))
	b.settle()
}
