package session

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
)

// Rooms are where sessions sit: *room.Registry.
type Rooms interface {
	Join(ctx context.Context, id string, req room.Request) (*room.Room, room.Seat, error)
}

// Tokens are what clients come with: *auth.Signer.
type Tokens interface {
	// Redeem reads a ticket. One that is good for a single use is spent by it.
	Redeem(token string, now time.Time) (auth.JoinToken, error)
	// Resume signs the ticket back into a seat.
	Resume(t auth.JoinToken, now time.Time) string
}

// Bans are who may not play here.
type Bans interface {
	// Banned reports why a player who comes from an address may not, if so.
	Banned(player string, from netip.Addr, now time.Time) (why string, banned bool)
	// Erased reports whether that is because they have deleted their data.
	Erased(player string) bool
}

// ChatModerator decides what players may say: *chat.Service.
type ChatModerator interface {
	// Moderate returns a text as others may read it, or why the player of this account
	// may not say it, in words for that player. A quick line has no text.
	Moderate(account, text string, quick bool, now time.Time) (string, error)
}

// Config is what a gate stands between, and what it allows.
type Config struct {
	Rooms     Rooms
	Tokens    Tokens
	Moderator ChatModerator // nil: whatever can be shown may be said
	Bans      Bans          // nil: everyone may play
	Limits    Limits
	Log       *slog.Logger
	Metrics   Metrics // nil: nobody counts
	Panics    panics.Guard
	// Offer says where clients may open datagrams, without a token; of port 0: nowhere. nil: nowhere.
	Offer func(now time.Time) protocol.Offer
}

// nopModerator lets through whatever can be shown.
type nopModerator struct{}

func (nopModerator) Moderate(_, text string, quick bool, _ time.Time) (string, error) {
	if quick {
		return "", nil
	}
	return protocol.CleanChat(text)
}
