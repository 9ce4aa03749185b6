package chat

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"perihelion/shared/api"
)

// Lobby is the channel of everyone who is not in a match.
const Lobby = "lobby"

// partyPrefix begins the channel of a party; its code follows.
const partyPrefix = inParty + ":"

const (
	Remembered  = 50   // lines that a channel remembers
	maxChannels = 4096 // that are remembered; then the one that was silent for longest is forgotten
)

// channel is the last lines of a place outside of matches.
type channel struct {
	lines []api.Message // oldest first
	last  time.Time
}

// Canonical is a channel's name in its one spelling: codes of parties may be
// typed in whatever case.
func Canonical(name string) string {
	if code, ok := strings.CutPrefix(name, partyPrefix); ok {
		return partyPrefix + strings.ToUpper(code)
	}
	return name
}

// Public tells whether anybody may listen to a channel, of whom nothing is known.
func Public(name string) bool { return name == Lobby }

// Welcome tells whether an account may listen and speak in a channel. A party is
// no business of those who are not in it: to them there is no such channel.
func (h *Service) CheckAccess(account, name string) error {
	if Public(name) {
		return nil
	}
	code, ok := strings.CutPrefix(name, partyPrefix)
	if !ok || h.cfg.Parties == nil || account == "" {
		return ErrNoChannel
	}
	if own, in := h.cfg.Parties.CodeOf(account); !in || own != code {
		return ErrNoChannel
	}
	return nil
}

// Post says something in a channel, in the name of an account.
func (h *Service) Post(name string, by Speaker, text string, now time.Time) (api.Message, error) {
	if err := h.CheckAccess(by.Account, name); err != nil {
		return api.Message{}, err
	}
	where, _, _ := strings.Cut(name, ":")
	text, err := h.judge(where, by.Account, text, false, now)
	if err != nil {
		return api.Message{}, err
	}
	m := api.Message{Channel: name, PlayerID: by.Account, Name: by.Name, Text: text, At: now.UTC()}
	h.mu.Lock()
	defer h.mu.Unlock()
	m.ID = uuid.Must(uuid.NewV7()).String() // under the lock: lines sort by it
	c := h.channel(name)
	c.last = now
	if len(c.lines) == Remembered {
		c.lines = slices.Delete(c.lines, 0, 1)
	}
	c.lines = append(c.lines, m)
	h.cfg.Heard(m)
	return m, nil
}

// Speaker is who says something.
type Speaker struct{ Account, Name string }

// History is what was said in a channel lately, oldest first. Ask Welcome first.
func (h *Service) History(name string) []api.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c := h.channels[name]; c != nil {
		return slices.Clone(c.lines)
	}
	return []api.Message{}
}

// Forget takes back all that accounts have said outside of matches that have deleted
// their data.
func (h *Service) Forget(erased func(account string) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.channels {
		c.lines = slices.DeleteFunc(c.lines, func(m api.Message) bool { return erased(m.PlayerID) })
	}
}

// Said is what an account has said outside of matches and is remembered, in no
// order of channels.
func (h *Service) Said(account string) (all []api.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.channels {
		for _, m := range c.lines {
			if m.PlayerID == account {
				all = append(all, m)
			}
		}
	}
	return all
}

// channel finds or makes one; the caller holds the mutex.
func (h *Service) channel(name string) *channel {
	if c := h.channels[name]; c != nil {
		return c
	}
	if len(h.channels) >= maxChannels {
		h.forget()
	}
	c := &channel{}
	h.channels[name] = c
	return c
}

// forget drops the channel that was silent for longest.
func (h *Service) forget() {
	oldest, since := "", time.Time{}
	for name, c := range h.channels {
		if name != Lobby && (oldest == "" || c.last.Before(since)) {
			oldest, since = name, c.last
		}
	}
	delete(h.channels, oldest)
}
