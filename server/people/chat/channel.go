package chat

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"perihelion/shared/api"
)

// Lobby is the channel of all players who are not in a match.
const Lobby = "lobby"

// partyPrefix is the prefix of a party's channel, before its code.
const partyPrefix = kindParty + ":"

const (
	MaxHistory  = 50   // messages kept of a channel
	maxChannels = 4096 // kept; beyond that the one that was silent longest is dropped
)

// channel is the latest messages of a channel outside of matches.
type channel struct {
	lines []api.Message // oldest first
	last  time.Time
}

// CanonicalName is the name of a channel in one spelling: codes of parties may be typed in
// any case.
func CanonicalName(name string) string {
	if code, ok := strings.CutPrefix(name, partyPrefix); ok {
		return partyPrefix + strings.ToUpper(code)
	}
	return name
}

// IsPublic reports whether everybody may read a channel, without a token.
func IsPublic(name string) bool { return name == Lobby }

// CheckAccess reports whether a player may read and write in a channel. For others the
// channel of a party does not exist.
func (s *Service) CheckAccess(account, name string) error {
	if IsPublic(name) {
		return nil
	}
	code, ok := strings.CutPrefix(name, partyPrefix)
	if !ok || s.cfg.Parties == nil || account == "" {
		return ErrNoChannel
	}
	if own, in := s.cfg.Parties.CodeOf(account); !in || own != code {
		return ErrNoChannel
	}
	return nil
}

// post adds a message to a channel.
func (s *Service) post(name string, author author, text string, now time.Time) (api.Message, error) {
	if err := s.CheckAccess(author.account, name); err != nil {
		return api.Message{}, err
	}
	where, _, _ := strings.Cut(name, ":")
	if err := s.admitLine(where, author.account, now); err != nil {
		return api.Message{}, err
	}
	text, err := s.cleanLine(where, text)
	if err != nil {
		return api.Message{}, err
	}
	m := api.Message{Channel: name, PlayerID: author.account, Name: author.name, Text: text, At: now.UTC()}
	s.mu.Lock()
	defer s.mu.Unlock()
	m.ID = uuid.Must(uuid.NewV7()).String() // under the lock, because messages sort by it
	s.appendLine(m)
	s.cfg.OnMessage(m)
	return m, nil
}

// AddShared adds a message that was posted on another server.
func (s *Service) AddShared(m api.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.appendLine(m)
}

// appendLine adds a message to its channel. The caller holds the mutex.
func (s *Service) appendLine(m api.Message) {
	c := s.channelNamed(m.Channel)
	c.last = m.At
	if len(c.lines) == MaxHistory {
		c.lines = slices.Delete(c.lines, 0, 1)
	}
	c.lines = append(c.lines, m)
}

// author is the author of a message.
type author struct{ account, name string }

// History is the latest messages of a channel, oldest first. Call CheckAccess before.
func (s *Service) History(name string) []api.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[name]; c != nil {
		return slices.Clone(c.lines)
	}
	return []api.Message{}
}

// DropMessagesOf removes the messages of players who have deleted their data, outside of
// matches.
func (s *Service) DropMessagesOf(erased func(account string) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		c.lines = slices.DeleteFunc(c.lines, func(m api.Message) bool { return erased(m.PlayerID) })
	}
}

// MessagesBy are the kept messages of a player outside of matches, in no particular order.
func (s *Service) MessagesBy(account string) (all []api.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		for _, m := range c.lines {
			if m.PlayerID == account {
				all = append(all, m)
			}
		}
	}
	return all
}

// channelNamed returns a channel and creates it if needed; the caller holds the mutex.
func (s *Service) channelNamed(name string) *channel {
	if c := s.channels[name]; c != nil {
		return c
	}
	if len(s.channels) >= maxChannels {
		s.evictOldest()
	}
	c := &channel{}
	s.channels[name] = c
	return c
}

// evictOldest removes the channel that was silent longest.
func (s *Service) evictOldest() {
	oldest, since := "", time.Time{}
	for name, c := range s.channels {
		if name != Lobby && (oldest == "" || c.last.Before(since)) {
			oldest, since = name, c.last
		}
	}
	delete(s.channels, oldest)
}
