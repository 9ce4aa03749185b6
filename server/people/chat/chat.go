// Package chat is the chat: who may write, how often, with which words, and who may read
// it. A Service keeps the channels outside of matches, and moderates the messages in
// matches, which rooms deliver themselves. Sessions, the lobby and the operator call it; it
// is safe for concurrent use.
package chat

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// The errors of a Service, in words for players.
var (
	errMuted           = errors.New("an operator does not let you chat")
	errTooFast         = errors.New("not so fast: a line a second is enough")
	ErrNoChannel       = errors.New("there is no such channel")
	errMessageNotFound = errors.New("that line is not known, or not known any more")
)

const (
	lineEvery, lineBurst     = time.Second, 4 // of one player, in all channels together
	reportEvery, reportBurst = time.Minute, 5
)

// Parties tells who is in which party. It is implemented by *party.Service.
type Parties interface {
	// CodeOf is the code of the party that a player is in, if any.
	CodeOf(player string) (code string, ok bool)
}

// Mutes tells who is muted. It is implemented by *ban.List.
type Mutes interface {
	Muted(account string, now time.Time) bool
}

// ReportStore stores reports of players. It is implemented by *store.Store.
type ReportStore interface {
	PutReport(ctx context.Context, r store.Report) error
}

// Config holds the services behind a Service. Filter and Log are required.
type Config struct {
	Filter    *Filter
	Parties   Parties           // nil: there are none
	Mutes     Mutes             // nil: nobody is muted
	Reports   ReportStore       // nil: reports are refused
	Rooms     Rooms             // nil: messages in rooms cannot be reported
	OnMessage func(api.Message) // called with each message outside of rooms; must not block; may be nil
	Metrics   Metrics           // may be nil
	Log       *slog.Logger
}

// Metrics counts messages by kind of channel and by result, one of the Line… constants. It
// must not block.
type Metrics interface{ CountLine(where, fate string) }

// Kinds of channels, as labels of metrics.
const (
	kindMatch = "match"
	kindLobby = Lobby
	kindParty = "party"
)

// ChannelKinds are all kinds of channels.
func ChannelKinds() []string { return []string{kindMatch, kindLobby, kindParty} }

// Results of moderation, as labels of metrics.
const (
	LineSent        = "said"
	LineMuted       = "muted"
	LineRateLimited = "flood"
	LineInvalid     = "unfit"  // cannot be displayed
	LineCensored    = "starry" // sent, with a word replaced by stars
)

// Service is the chat of a server. Make one with New.
type Service struct {
	cfg        Config
	lineRate   *httpx.Rate[string] // by player
	reportRate *httpx.Rate[string] // by player

	mu       sync.Mutex
	channels map[string]*channel
}

// New returns a service without messages.
func New(cfg Config) *Service {
	if cfg.OnMessage == nil {
		cfg.OnMessage = func(api.Message) {}
	}
	if cfg.Metrics == nil {
		cfg.Metrics = nopMetrics{}
	}
	return &Service{
		cfg:        cfg,
		lineRate:   httpx.NewRateEvery[string](lineEvery, lineBurst),
		reportRate: httpx.NewRateEvery[string](reportEvery, reportBurst),
		channels:   map[string]*channel{},
	}
}

// nopMetrics does nothing.
type nopMetrics struct{}

func (nopMetrics) CountLine(string, string) {}

// Moderate checks a message in a match. It returns the text for other players; the error is
// for its author only. Quick messages are chosen from a list and have no text.
func (s *Service) Moderate(account, text string, quick bool, now time.Time) (string, error) {
	if err := s.admitLine(kindMatch, account, now); err != nil {
		return "", err
	}
	if quick {
		s.cfg.Metrics.CountLine(kindMatch, LineSent)
		return "", nil
	}
	return s.cleanLine(kindMatch, text)
}

// admitLine says why a player may not write to a kind of channel now.
func (s *Service) admitLine(where, account string, now time.Time) error {
	if s.cfg.Mutes != nil && s.cfg.Mutes.Muted(account, now) {
		s.cfg.Metrics.CountLine(where, LineMuted)
		return errMuted
	}
	if s.lineRate.Take(account, now) > 0 {
		s.cfg.Metrics.CountLine(where, LineRateLimited)
		return errTooFast
	}
	return nil
}

// cleanLine returns the text of a message as it may be shown, or why it is refused.
func (s *Service) cleanLine(where, text string) (string, error) {
	text, err := protocol.CleanChat(text)
	if err != nil {
		s.cfg.Metrics.CountLine(where, LineInvalid)
		return "", err
	}
	text, clean := s.cfg.Filter.Clean(text)
	fate := LineSent
	if !clean {
		fate = LineCensored
	}
	s.cfg.Metrics.CountLine(where, fate)
	return text, nil
}
