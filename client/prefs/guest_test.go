//go:build !js

package prefs

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// desktop is a folder for settings, with as many windows as are opened on it.
type desktop struct{ dir string }

func (d desktop) open(t *testing.T) (*Prefs, *process) {
	t.Helper()
	p, err := Load(file(filepath.Join(d.dir, "client.json")))
	if err != nil {
		t.Fatal(err)
	}
	w := &process{lock: filepath.Join(d.dir, "client.lock")}
	t.Cleanup(w.close)
	p.Open(w)
	return p, w
}

// close is what the system does when a process ends.
func (w *process) close() {
	if w.held != nil {
		_ = w.held.Close()
		w.held = nil
	}
}

const here = "http://game.test"

func guest(name string) Guest { return Guest{Name: name, Token: "token of " + name, Server: here} }

func TestOneWindowIsTheGuestThatItWas(t *testing.T) {
	d := desktop{t.TempDir()}
	p, w := d.open(t)
	if got, want := p.Guest(here), (Guest{Server: here}); got != want {
		t.Errorf("a new player is %+v, want %+v", got, want)
	}
	if err := p.Keep(guest("Ada")); err != nil {
		t.Fatal(err)
	}
	w.close()
	p, _ = d.open(t)
	for _, tt := range []struct{ server, token string }{
		{here, "token of Ada"},
		{"http://elsewhere.test", ""},
	} {
		if got := p.Guest(tt.server).Token; got != tt.token {
			t.Errorf("at %s we have token %q, want %q", tt.server, got, tt.token)
		}
	}
}

func TestWhoIsForgottenIsNobodyHere(t *testing.T) {
	d := desktop{t.TempDir()}
	p, w := d.open(t)
	if err := errors.Join(p.Keep(guest("Ada")), p.Forget()); err != nil {
		t.Fatal(err)
	}
	if got := p.Guest(here); got.Token != "" {
		t.Errorf("forgotten, and yet %+v", got)
	}
	w.close()
	if p, _ := d.open(t); p.Own() != (Guest{}) {
		t.Errorf("remembered %+v, want nobody", p.Own())
	}
}

func TestTwoWindowsAreTwoGuests(t *testing.T) {
	d := desktop{t.TempDir()}
	one, w := d.open(t)
	if err := one.Keep(guest("Ada")); err != nil {
		t.Fatal(err)
	}
	two, _ := d.open(t)
	if got := two.Guest(here); got.Token != "" {
		t.Errorf("the second window is %+v, want somebody new", got)
	}
	other := Guest{Name: "Ada", Token: "another token", Server: here}
	if err := two.Keep(other); err != nil {
		t.Fatal(err)
	}
	if got := two.Guest(here); got != other || two.Own() != other {
		t.Errorf("the second window is %+v when it plays again, want %+v", got, other)
	}
	if got := one.Guest(here); got != guest("Ada") {
		t.Errorf("the first window became %+v", got)
	}
	if err := two.Save(); err != nil { // its settings
		t.Fatal(err)
	}
	w.close()
	if three, _ := d.open(t); three.Own() != guest("Ada") || three.Guest(here) != guest("Ada") {
		t.Errorf("the first window, opened again, is %+v, want %+v", three.Own(), guest("Ada"))
	}
}

func TestAnotherNameIsRemembered(t *testing.T) {
	d := desktop{t.TempDir()}
	p, w := d.open(t)
	for _, name := range []string{"Ada", "Bob"} {
		if err := p.Keep(guest(name)); err != nil {
			t.Fatal(err)
		}
	}
	w.close()
	if p, _ := d.open(t); p.Own() != guest("Bob") {
		t.Errorf("remembered %+v, want %+v", p.Own(), guest("Bob"))
	}
}

func TestWhereNoLockCanBeMadeOnePlaysAllTheSame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w := &process{lock: filepath.Join(dir, "client.lock")}
	if !w.Claim("any") {
		t.Error("nothing is free")
	}
}
