// Package chat is what players say to each other: who may speak, how often, in
// which words, and who gets to read it. A House keeps the channels outside of
// matches and judges the lines of those within, which rooms deliver themselves.
// Sessions, the lobby and the operator call it; all of it is safe for concurrent
// use.
package chat

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/httpx"
	"perihelion/server/store"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// A House refuses in these ways, in words fit for whoever spoke.
var (
	ErrMuted     = errors.New("an operator does not let you chat")
	ErrTooFast   = errors.New("not so fast: a line a second is enough")
	ErrNoChannel = errors.New("there is no such channel")
	ErrNoLine    = errors.New("that line is not known, or not known any more")
)

const (
	lineEvery, linesAtOnce = time.Second, 4 // of one account, wherever it speaks
	reportEvery, reports   = time.Minute, 5
)

// Parties tell who is in a party: *party.House.
type Parties interface {
	// Of is the code of the party that a player is in, if any.
	CodeOf(player string) (code string, ok bool)
}

// Mutes tell who may not speak: *ban.List.
type Mutes interface {
	Muted(account string, now time.Time) bool
}

// ReportStore keeps what players report: *store.Store.
type ReportStore interface {
	PutReport(ctx context.Context, r store.Report) error
}

// Config is what a House stands on. Filter and Log must be there.
type Config struct {
	Filter  *Filter
	Parties Parties           // nil: there are none
	Mutes   Mutes             // nil: everyone may speak
	Reports ReportStore       // nil: nothing can be reported
	Rooms   Rooms             // nil: what is said in rooms cannot be reported
	Heard   func(api.Message) // is told every line outside of rooms; nil: nobody is. Must not block
	Metrics Metrics           // nil: nobody counts
	Log     *slog.Logger
}

// Metrics count lines by where they were said, and by what became of them: one of
// the Line… words. They must not block.
type Metrics interface{ CountLine(where, fate string) }

// Where a line is said, as metrics know it.
const (
	inMatch = "match"
	inLobby = Lobby
	inParty = "party"
)

// Wheres are all of them.
func Wheres() []string { return []string{inMatch, inLobby, inParty} }

// What becomes of a line.
const (
	LineSaid   = "said"
	LineMuted  = "muted"
	LineFlood  = "flood"
	LineUnfit  = "unfit"  // cannot be shown
	LineStarry = "starry" // said, with stars in the place of a word
)

// Service is the chat of a server. Make one with New.
type Service struct {
	cfg     Config
	pace    *httpx.Rate[string] // by account
	reports *httpx.Rate[string]

	mu       sync.Mutex
	channels map[string]*channel
}

// New returns a house in which nothing has been said.
func New(cfg Config) *Service {
	if cfg.Heard == nil {
		cfg.Heard = func(api.Message) {}
	}
	if cfg.Metrics == nil {
		cfg.Metrics = nopMetrics{}
	}
	return &Service{
		cfg:      cfg,
		pace:     httpx.NewRateEvery[string](lineEvery, linesAtOnce),
		reports:  httpx.NewRateEvery[string](reportEvery, reports),
		channels: map[string]*channel{},
	}
}

type nopMetrics struct{}

func (nopMetrics) CountLine(string, string) {}

// Moderate judges what the player of an account says in a match. It returns the text
// as others may read it; the error is for the player alone. Quick lines have no
// text, and nothing in them needs cleaning.
func (h *Service) Moderate(account, text string, quick bool, now time.Time) (string, error) {
	return h.judge(inMatch, account, text, quick, now)
}

// judge lets a line pass, or says why not.
func (h *Service) judge(where, account, text string, quick bool, now time.Time) (string, error) {
	if h.cfg.Mutes != nil && h.cfg.Mutes.Muted(account, now) {
		h.cfg.Metrics.CountLine(where, LineMuted)
		return "", ErrMuted
	}
	if h.pace.Take(account, now) > 0 {
		h.cfg.Metrics.CountLine(where, LineFlood)
		return "", ErrTooFast
	}
	if quick {
		h.cfg.Metrics.CountLine(where, LineSaid)
		return "", nil
	}
	text, err := protocol.CleanChat(text)
	if err != nil {
		h.cfg.Metrics.CountLine(where, LineUnfit)
		return "", err
	}
	text, clean := h.cfg.Filter.Clean(text)
	fate := LineSaid
	if !clean {
		fate = LineStarry
	}
	h.cfg.Metrics.CountLine(where, fate)
	return text, nil
}
