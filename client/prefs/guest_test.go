//go:build !js

package prefs

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// sharedFolder is a configuration folder, on which several windows can be opened.
type sharedFolder struct{ dir string }

func (d sharedFolder) openWindow(t *testing.T) (*Prefs, *desktopProcess) {
	t.Helper()
	p, err := Load(fileStore(filepath.Join(d.dir, "client.json")))
	if err != nil {
		t.Fatal(err)
	}
	w := &desktopProcess{lockPath: filepath.Join(d.dir, "client.lock")}
	t.Cleanup(w.unlock)
	p.SetWindow(w)
	return p, w
}

// unlock does what the system does when a process ends.
func (w *desktopProcess) unlock() {
	if w.lockFile != nil {
		_ = w.lockFile.Close()
		w.lockFile = nil
	}
}

const testServer = "http://game.test"

func guest(name string) Guest {
	return Guest{Name: name, Token: "token of " + name, Server: testServer}
}

func TestAWindowResumesItsGuest(t *testing.T) {
	d := sharedFolder{t.TempDir()}
	p, w := d.openWindow(t)
	if got, want := p.GuestFor(testServer), (Guest{Server: testServer}); got != want {
		t.Errorf("a new player is %+v, want %+v", got, want)
	}
	if err := p.SetGuest(guest("Ada")); err != nil {
		t.Fatal(err)
	}
	w.unlock()
	p, _ = d.openWindow(t)
	for _, tt := range []struct{ server, token string }{
		{testServer, "token of Ada"},
		{"http://elsewhere.test", ""},
	} {
		if got := p.GuestFor(tt.server).Token; got != tt.token {
			t.Errorf("at %s we have token %q, want %q", tt.server, got, tt.token)
		}
	}
}

func TestClearGuestRemovesTheToken(t *testing.T) {
	d := sharedFolder{t.TempDir()}
	p, w := d.openWindow(t)
	if err := errors.Join(p.SetGuest(guest("Ada")), p.ClearGuest()); err != nil {
		t.Fatal(err)
	}
	if got := p.GuestFor(testServer); got.Token != "" {
		t.Errorf("cleared, and still %+v", got)
	}
	w.unlock()
	if p, _ := d.openWindow(t); p.CurrentGuest() != (Guest{}) {
		t.Errorf("stored %+v, want none", p.CurrentGuest())
	}
}

func TestTwoWindowsHaveTwoGuests(t *testing.T) {
	d := sharedFolder{t.TempDir()}
	one, w := d.openWindow(t)
	if err := one.SetGuest(guest("Ada")); err != nil {
		t.Fatal(err)
	}
	two, _ := d.openWindow(t)
	if got := two.GuestFor(testServer); got.Token != "" {
		t.Errorf("the second window is %+v, want a new guest", got)
	}
	other := Guest{Name: "Ada", Token: "another token", Server: testServer}
	if err := two.SetGuest(other); err != nil {
		t.Fatal(err)
	}
	if got := two.GuestFor(testServer); got != other || two.CurrentGuest() != other {
		t.Errorf("the second window is %+v when it plays again, want %+v", got, other)
	}
	if got := one.GuestFor(testServer); got != guest("Ada") {
		t.Errorf("the first window became %+v", got)
	}
	if err := two.Save(); err != nil { // of its settings
		t.Fatal(err)
	}
	w.unlock()
	if three, _ := d.openWindow(t); three.CurrentGuest() != guest("Ada") || three.GuestFor(testServer) != guest("Ada") {
		t.Errorf("the first window, opened again, is %+v, want %+v", three.CurrentGuest(), guest("Ada"))
	}
}

func TestTheLatestNameIsRemembered(t *testing.T) {
	d := sharedFolder{t.TempDir()}
	p, w := d.openWindow(t)
	for _, name := range []string{"Ada", "Bob"} {
		if err := p.SetGuest(guest(name)); err != nil {
			t.Fatal(err)
		}
	}
	w.unlock()
	if p, _ := d.openWindow(t); p.CurrentGuest() != guest("Bob") {
		t.Errorf("stored %+v, want %+v", p.CurrentGuest(), guest("Bob"))
	}
}

func TestWithoutALockFileAnyTokenCanBeClaimed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w := &desktopProcess{lockPath: filepath.Join(dir, "client.lock")}
	if !w.ClaimToken("any") {
		t.Error("no token can be claimed")
	}
}
