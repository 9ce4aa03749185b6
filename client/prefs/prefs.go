// Package prefs remembers what a player has chosen: in a file on a desktop, in
// localStorage in a browser. Scenes own one Prefs and save it when it changes; it
// is not safe for concurrent use.
package prefs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Prefs is what is remembered.
type Prefs struct {
	Version        int                 `json:"version"`
	ID             string              `json:"id"` // of the guest we are
	Name           string              `json:"name"`
	Token          string              `json:"token"`
	Server         string              `json:"server"`   // that gave the token
	IssuedAt       int64               `json:"since"`    // when it did
	Volume         float32             `json:"volume"`   // 0 to 1
	TextScale      float32             `json:"text"`     // size, 1 is normal
	Shake          bool                `json:"shake"`    // the view shakes when hit
	Bloom          bool                `json:"bloom"`    // bright things shine
	ScreenRelative bool                `json:"screen"`   // keys push in the directions of the screen
	HintsLearned   int                 `json:"hints"`    // how many of the first hints were learned
	Bindings       map[string][]string `json:"bindings"` // see input.Bindings
	Muted          []string            `json:"mutes"`    // the accounts whose chat is not shown, in hexadecimal

	store      Store
	window     Window // nil: the only one
	current    Guest  // who it has played as
	seat       Seat   // that it has, where there is no window
	saveFailed bool   // the store refused, when last asked
}

// Store keeps one text under a name. The platform's is NewStore.
type Store interface {
	ReadText() ([]byte, error) // fs.ErrNotExist: nothing was ever written
	WriteText(text []byte) error
	Quarantine() error // keep what is there under another name
}

const (
	version  = 1
	maxBytes = 64 << 10 // bytes; beyond that it is not ours
)

// Defaults are the preferences of a new player.
func Defaults() Prefs {
	return Prefs{Version: version, Volume: .7, TextScale: 1, Shake: true, Bloom: true}
}

// IsMuted reports whether the chat of an account is not shown.
func (p *Prefs) IsMuted(who uint64) bool { return slices.Contains(p.Muted, accountText(who)) }

// maxMuted are remembered; who was muted first is heard again.
const maxMuted = 200

// ToggleMute begins, or ceases, not to show the chat of an account.
func (p *Prefs) ToggleMute(who uint64) {
	text := accountText(who)
	if i := slices.Index(p.Muted, text); i >= 0 {
		p.Muted = slices.Delete(p.Muted, i, i+1)
		return
	}
	p.Muted = append(p.Muted, text)
	p.Muted = p.Muted[max(0, len(p.Muted)-maxMuted):]
}

func accountText(who uint64) string { return fmt.Sprintf("%016x", who) }

// Load reads from s. It always returns preferences to play with; the error is
// worth a line in a log. What cannot be read is set aside, not overwritten.
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
	p.TextScale = clamp(p.TextScale, .75, 1.5)
	p.Version = version
	return nil
}

// clamp is v between lowest and highest, whatever a hand has written.
func clamp(v, lowest, highest float32) float32 { return max(lowest, min(highest, v)) }

// Save writes to where Load read from.
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

// SaveFailed reports that nothing can be kept here, as far as is known: what is chosen
// lasts for this visit.
func (p *Prefs) SaveFailed() bool { return p.saveFailed }
