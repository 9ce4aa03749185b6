// Package online is what the client does with a server beside drawing: the guest account,
// requests to the lobby, the live feed, chat and party, getting a seat in a match, and
// playing there with automatic reconnection. It needs no window, so that tests run it in
// virtual time.
//
// All methods are called from the game's goroutine, once per frame or on the player's
// input, and return at once. What waits for the network runs in goroutines of its own;
// results are picked up in a later frame.
package online

import (
	"context"
	"log/slog"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Dialer opens a connection to a match; token is the join or resume token.
type Dialer func(ctx context.Context, url, token string) (transport.Conn, error)

// Config is what a Service needs. Fields without a note must be set.
type Config struct {
	Server string // base URL
	Prefs  *prefs.Prefs
	Log    *slog.Logger
	Now    func() time.Time

	LobbyClient func(token string) *lobby.Client                                     // a client that sends this guest's token
	Dial        Dialer                                                               // to a match
	DialLive    func(ctx context.Context, url, token string) (transport.Conn, error) // to the live feed; nil: there is none

	StartGuarded func(f func()) // runs f in a goroutine that recovers panics
	ChatOff      func() bool    // free text chat is forbidden; nil: never
}

// Service is the client's side of one server.
type Service struct {
	Config
	Lobby *Lobby
	Daily *Daily

	Progress Progress
	Friends  Friends
	Arenas   Arenas

	identity     *identity
	mutesVersion int
}

// New returns a service that has not yet asked the server for anything.
func New(cfg Config) *Service {
	s := &Service{Config: cfg, identity: newIdentity()}
	s.Lobby, s.Daily, s.Progress = newLobby(s), newDaily(s), newProgress(s)
	s.Friends.service, s.Arenas.service = s, s
	return s
}

// IsMuted reports whether the chat of an account is hidden.
func (s *Service) IsMuted(who protocol.Account) bool {
	return s.chatOff() || s.Prefs.IsMuted(uint64(who))
}

// ToggleMute mutes an account, or unmutes it, and saves that.
func (s *Service) ToggleMute(who protocol.Account) {
	s.Prefs.ToggleMute(uint64(who))
	s.mutesVersion++
	if err := s.Prefs.Save(); err != nil {
		s.Log.Warn("preferences not saved", "err", err)
	}
}

// MutesChanged must be called when the result of Config.ChatOff has changed.
func (s *Service) MutesChanged() { s.mutesVersion++ }

// MutesVersion changes whenever IsMuted may return something else.
func (s *Service) MutesVersion() int { return s.mutesVersion }

func (s *Service) chatOff() bool { return s.ChatOff != nil && s.ChatOff() }
