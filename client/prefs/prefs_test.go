//go:build !js

package prefs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func newFile(t *testing.T, text string) file {
	t.Helper()
	f := file(filepath.Join(t.TempDir(), "deep", "client.json"))
	if text != "" {
		if err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestWhatIsSavedIsLoaded(t *testing.T) {
	f := newFile(t, "")
	p, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	p.Name, p.Token, p.Volume, p.Shake = "Ada", "secret", .25, false
	p.Bindings = map[string][]string{"boost": {"KeyX"}}
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
	got, err := Load(f)
	if err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("loaded %+v, %v, want %+v", got, err, p)
	}
	if info, err := os.Stat(string(f)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file holds a token and has mode %v, %v", info.Mode(), err)
	}
}

func TestSpoiledPreferencesAreSetAside(t *testing.T) {
	for name, text := range map[string]string{
		"half a file":     `{"name": "Ad`,
		"another format":  "name=Ada",
		"a wrong type":    `{"volume": "loud"}`,
		"far too much":    `{"name": "` + strings.Repeat("x", largest) + `"}`,
		"nothing but nul": "\x00\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFile(t, text)
			p, err := Load(f)
			want := Defaults()
			want.store = f
			if err == nil || !reflect.DeepEqual(*p, want) {
				t.Errorf("loaded %+v, %v, want defaults and an error", p, err)
			}
			if kept, _ := os.ReadFile(string(f) + ".spoiled"); string(kept) != text {
				t.Errorf("set aside %.20q, want %.20q", kept, text)
			}
			if err := p.Save(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAbsurdValuesAreBounded(t *testing.T) {
	p, err := Load(newFile(t, `{"volume": 99, "text": -3, "unknown": true}`))
	if err != nil || p.Volume != 1 || p.Text != .75 || !p.Shake {
		t.Errorf("loaded %+v, %v", p, err)
	}
}

type broken struct{ Store }

func (broken) Read() ([]byte, error) { return nil, errors.New("no disk") }

func TestWithoutAStoreThereAreStillDefaults(t *testing.T) {
	p, err := Load(broken{})
	if err == nil || p.Volume != Defaults().Volume {
		t.Errorf("loaded %+v, %v, want defaults and an error", p, err)
	}
}

func TestMutesAreByAccountAndRemembered(t *testing.T) {
	s := newFile(t, "")
	p, err := Load(s)
	if err != nil {
		t.Fatal(err)
	}
	p.Mute(1<<63 + 5)
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
	if p, err = Load(s); err != nil || !p.Mutes(1<<63+5) || p.Mutes(5) {
		t.Errorf("mutes %q, %v", p.Muted, err)
	}
	p.Mute(1<<63 + 5)
	if p.Mutes(1<<63 + 5) {
		t.Error("a second time does not take it back")
	}
}

// full is a store that can be read and not written, like a disk without space.
type full struct{ Store }

func (full) Read() ([]byte, error) { return nil, fs.ErrNotExist }
func (full) Write([]byte) error    { return errors.New("no space") }

func TestWhereNothingIsKeptThePlayerCanBeTold(t *testing.T) {
	p, _ := Load(newFile(t, ""))
	if p.Lost() {
		t.Error("a new player is told that nothing is kept")
	}
	if p, _ = Load(broken{}); !p.Lost() {
		t.Error("the store cannot be read, and nobody is told")
	}
	if p, _ = Load(full{}); p.Lost() {
		t.Error("lost before anything was written")
	}
	if err := p.Keep(guest("Ada")); err == nil || !p.Lost() || p.Own() != guest("Ada") {
		t.Errorf("Keep says %v, lost is %v, and we are %+v; want an error, true and Ada", err, p.Lost(), p.Own())
	}
	p.store = newFile(t, "")
	if err := p.Save(); err != nil || p.Lost() {
		t.Errorf("Save says %v, lost is %v, once there is space", err, p.Lost())
	}
}
