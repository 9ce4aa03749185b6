// Package prefs stores the preferences of a player, and the guest account: in a file on a
// desktop, in localStorage in a browser. The client has one Prefs and saves it when it
// changes. It is not safe for concurrent use.
package prefs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Prefs is the preferences.
type Prefs struct {
	Version        int                 `json:"version"`
	ID             string              `json:"id"` // of the guest, as are Name, Token, Server and IssuedAt: see Guest
	Name           string              `json:"name"`
	Token          string              `json:"token"`
	Server         string              `json:"server"`
	IssuedAt       int64               `json:"since"`
	Volume         float32             `json:"volume"`           // of everything, 0 to 1
	Music          float32             `json:"music"`            // its volume beside the effects, 0 to 1
	TextScale      float32             `json:"text"`             // size of text, 1 is normal
	Language       string              `json:"language"`         // as in client/lang; empty: that of the system
	Shake          bool                `json:"shake"`            // the camera shakes on hits
	Bloom          bool                `json:"bloom"`            // the glow around bright objects
	Flashes        bool                `json:"flashes"`          // explosions and hits light up
	Colors         string              `json:"colors,omitempty"` // the key of one of render.ColorModes; empty: the usual
	ScreenRelative bool                `json:"screen"`           // see input.Options, as of the next four
	DeadZone       float32             `json:"dead_zone"`
	Vibration      bool                `json:"vibration"`
	LeftHanded     bool                `json:"left_handed"`
	AutoFire       bool                `json:"auto_fire"`
	KillCam        *bool               `json:"killcam,omitempty"`  // show what killed the player; nil: not chosen, so unless the system asks for less motion
	Lessons        map[string]int      `json:"lessons,omitempty"`  // by lessonKey: how often each was given up, or lessonLearned
	Loadouts       map[string]int      `json:"loadouts,omitempty"` // by game: with what the player begins, as in game.Kit
	OldHints       int                 `json:"hints,omitempty"`    // how many hints of the ships were learned, in the order of oldHints; only read
	Bindings       map[string][]string `json:"bindings"`           // see input.Controls
	Muted          []string            `json:"mutes"`              // the accounts whose chat is not shown, in hexadecimal
	Unsent         *Run                `json:"unsent,omitempty"`   // a daily run that could not be sent yet; nil: there is none

	store      Store
	window     Window // nil: there is only one
	current    Guest  // of this window; no token: none yet
	seat       Seat   // if window is nil
	saveFailed bool   // the store returned an error when last used
}

// Run is the log of a daily run, for a server.
type Run struct {
	Server string `json:"server"`
	Date   string `json:"date"`
	Game   string `json:"game"`
	Points int    `json:"points"`
	Log    []byte `json:"log"`
}

// Store stores one text. NewStore is that of the platform.
type Store interface {
	ReadText() ([]byte, error) // fs.ErrNotExist: nothing was written yet
	WriteText(text []byte) error
	Quarantine() error // renames the stored text, so that the next write does not overwrite it
}

const (
	version  = 1
	maxBytes = 2 << 20 // a longer text is invalid; a run that waits to be sent is the most of it
)

// The range of DeadZone: nobody can hold a stick stiller than the least, and a stick without
// the rest of its way would be of no use.
const MinDeadZone, MaxDeadZone = .05, .5

// Defaults are the preferences of a new player.
func Defaults() Prefs {
	return Prefs{Version: version, Volume: .7, Music: .7, TextScale: 1, Shake: true, Bloom: true, Flashes: true, DeadZone: .18, Vibration: true}
}

// IsMuted reports whether the chat of an account is not shown.
func (p *Prefs) IsMuted(account uint64) bool { return slices.Contains(p.Muted, accountText(account)) }

// maxMuted is how many accounts can be muted. Beyond it the oldest are dropped.
const maxMuted = 200

// ToggleMute hides the chat of an account, or shows it again.
func (p *Prefs) ToggleMute(account uint64) {
	text := accountText(account)
	if i := slices.Index(p.Muted, text); i >= 0 {
		p.Muted = slices.Delete(p.Muted, i, i+1)
		return
	}
	p.Muted = append(p.Muted, text)
	p.Muted = p.Muted[max(0, len(p.Muted)-maxMuted):]
}

func accountText(account uint64) string { return fmt.Sprintf("%016x", account) }

// Load reads the preferences from s. It always returns usable preferences, with defaults if
// there is an error, which is only to be logged. An invalid text is quarantined.
func Load(s Store) (*Prefs, error) {
	p := Defaults()
	p.store = s
	text, err := s.ReadText()
	if errors.Is(err, fs.ErrNotExist) {
		return &p, nil
	}
	if err != nil {
		p.saveFailed = true
		return &p, fmt.Errorf("read preferences: %w", err)
	}
	if err := p.decode(text); err != nil {
		p = Defaults()
		p.store = s
		return &p, errors.Join(fmt.Errorf("preferences are spoiled and were set aside: %w", err), s.Quarantine())
	}
	return &p, nil
}

func (p *Prefs) decode(text []byte) error {
	if len(text) > maxBytes {
		return fmt.Errorf("%d bytes are too many", len(text))
	}
	if err := json.Unmarshal(text, p); err != nil {
		return err
	}
	p.Volume = clamp(p.Volume, 0, 1)
	p.Music = clamp(p.Music, 0, 1)
	p.TextScale = clamp(p.TextScale, .75, 1.5)
	p.DeadZone = clamp(p.DeadZone, MinDeadZone, MaxDeadZone)
	p.Version = version
	p.readOldHints()
	return nil
}

// clamp is v, limited to the range from lowest to highest.
func clamp(v, lowest, highest float32) float32 { return max(lowest, min(highest, v)) }

// Save writes the preferences to the Store from which they were loaded.
func (p *Prefs) Save() error {
	text, err := json.MarshalIndent(p, "", "\t")
	if err != nil {
		return fmt.Errorf("encode preferences: %w", err)
	}
	err = p.store.WriteText(append(text, '\n'))
	if p.saveFailed = err != nil; p.saveFailed {
		return fmt.Errorf("write preferences: %w", err)
	}
	return nil
}

// SaveFailed reports that the store failed when last used, so that changes will be lost
// when the game ends.
func (p *Prefs) SaveFailed() bool { return p.saveFailed }
