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

func newFileStore(t *testing.T, text string) fileStore {
	t.Helper()
	f := fileStore(filepath.Join(t.TempDir(), "deep", "client.json"))
	if text != "" {
		if err := f.WriteText([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestSavedPreferencesAreLoaded(t *testing.T) {
	f := newFileStore(t, "")
	p, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	p.Name, p.Token, p.Volume, p.Shake = "Ada", "secret", .25, false
	p.KillCam = new(bool)
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

func TestInvalidPreferencesAreQuarantined(t *testing.T) {
	for name, text := range map[string]string{
		"half a file":     `{"name": "Ad`,
		"another format":  "name=Ada",
		"a wrong type":    `{"volume": "loud"}`,
		"far too much":    `{"name": "` + strings.Repeat("x", maxBytes) + `"}`,
		"nothing but nul": "\x00\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFileStore(t, text)
			p, err := Load(f)
			want := Defaults()
			want.store = f
			if err == nil || !reflect.DeepEqual(*p, want) {
				t.Errorf("loaded %+v, %v, want defaults and an error", p, err)
			}
			if kept, _ := os.ReadFile(string(f) + ".spoiled"); string(kept) != text {
				t.Errorf("quarantined %.20q, want %.20q", kept, text)
			}
			if err := p.Save(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestValuesOutOfRangeAreClamped(t *testing.T) {
	p, err := Load(newFileStore(t, `{"volume": 99, "music": -1, "text": -3, "dead_zone": 7, "unknown": true}`))
	if err != nil || p.Volume != 1 || p.Music != 0 || p.TextScale != .75 || p.DeadZone != MaxDeadZone || !p.Shake {
		t.Errorf("loaded %+v, %v", p, err)
	}
}

type unreadableStore struct{ Store }

func (unreadableStore) ReadText() ([]byte, error) { return nil, errors.New("no disk") }

func TestAnUnreadableStoreYieldsDefaults(t *testing.T) {
	p, err := Load(unreadableStore{})
	if err == nil || p.Volume != Defaults().Volume {
		t.Errorf("loaded %+v, %v, want defaults and an error", p, err)
	}
}

func TestMutesAreSavedByAccount(t *testing.T) {
	s := newFileStore(t, "")
	p, err := Load(s)
	if err != nil {
		t.Fatal(err)
	}
	p.ToggleMute(1<<63 + 5)
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
	if p, err = Load(s); err != nil || !p.IsMuted(1<<63+5) || p.IsMuted(5) {
		t.Errorf("mutes %q, %v", p.Muted, err)
	}
	p.ToggleMute(1<<63 + 5)
	if p.IsMuted(1<<63 + 5) {
		t.Error("a second ToggleMute does not undo the first")
	}
}

// fullStore is a store that can be read and not written, like a disk without space.
type fullStore struct{ Store }

func (fullStore) ReadText() ([]byte, error) { return nil, fs.ErrNotExist }
func (fullStore) WriteText([]byte) error    { return errors.New("no space") }

func TestSaveFailedReportsTheLastAttempt(t *testing.T) {
	p, _ := Load(newFileStore(t, ""))
	if p.SaveFailed() {
		t.Error("SaveFailed before anything has failed")
	}
	if p, _ = Load(unreadableStore{}); !p.SaveFailed() {
		t.Error("the store cannot be read, and SaveFailed is false")
	}
	if p, _ = Load(fullStore{}); p.SaveFailed() {
		t.Error("SaveFailed before anything was written")
	}
	if err := p.SetGuest(guest("Ada")); err == nil || !p.SaveFailed() || p.CurrentGuest() != guest("Ada") {
		t.Errorf("SetGuest returns %v, SaveFailed is %v, and the guest is %+v; want an error, true and Ada", err, p.SaveFailed(), p.CurrentGuest())
	}
	p.store = newFileStore(t, "")
	if err := p.Save(); err != nil || p.SaveFailed() {
		t.Errorf("Save returns %v, SaveFailed is %v, once there is space", err, p.SaveFailed())
	}
}
