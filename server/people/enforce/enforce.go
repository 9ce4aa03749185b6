// Package enforce removes everything that banned players, and players who have deleted their
// data, still have on this server: seats in rooms, tickets, parties,
// connections to the live feed, cached responses, and for deleted players also their
// messages. New connections and requests are refused by others, who ask the same list of
// bans.
package enforce

import (
	"net/netip"
	"sync"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/ops/live"
	"perihelion/server/people/ban"
	"perihelion/server/people/chat"
	"perihelion/server/people/party"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/shared/transport"
)

// Parts are the parts of a server in which a player may have something.
type Parts struct {
	Bans       *ban.List
	Gate       *session.Gate
	Rooms      *room.Registry
	Matchmaker *match.Matchmaker
	Parties    *party.Service
	Chat       *chat.Service
	Live       *live.Hub
	Lobby      *lobby.Lobby
}

// Enforcer enforces the list of bans. Make one with New. It is safe for concurrent use.
type Enforcer struct {
	parts Parts

	mu      sync.Mutex
	version int // of the list, when remembered data was last dropped
}

// New returns an enforcer for these parts.
func New(p Parts) *Enforcer { return &Enforcer{parts: p} }

// Apply removes what barred players have. Call it when the list of bans has changed, here or
// on another server. It returns how many seats were lost.
func (e *Enforcer) Apply(now time.Time) (seats int) {
	addrs := map[string][]netip.Addr{} // of connected players
	for _, s := range e.parts.Gate.Sessions() {
		addrs[s.Player] = append(addrs[s.Player], s.From)
	}
	reason := func(player string) *transport.Closed {
		if player == "" {
			return nil
		}
		end := e.closeReason(player, netip.Addr{}, now)
		for _, addr := range addrs[player] {
			if end == nil {
				end = e.closeReason(player, addr, now)
			}
		}
		return end
	}
	barred := func(player string) bool { return reason(player) != nil }
	e.parts.Matchmaker.CancelBanned(barred)
	e.parts.Parties.RemoveBarred(barred)
	e.parts.Live.DisconnectBarred(reason)
	e.dropRemembered(barred)
	return e.parts.Rooms.KickBanned(reason)
}

// Erase bars a player who has deleted their data, and removes what they have.
func (e *Enforcer) Erase(player string) {
	now := time.Now()
	e.parts.Bans.BarErased(player, now)
	e.Apply(now)
}

// closeReason is what the connections of a barred player are closed with; nil: the player is
// not barred.
func (e *Enforcer) closeReason(player string, from netip.Addr, now time.Time) *transport.Closed {
	why, banned := e.parts.Bans.Banned(player, from, now)
	switch {
	case !banned:
		return nil
	case e.parts.Bans.Erased(player):
		return &transport.Closed{Reason: transport.Erased, Text: why}
	}
	return &transport.Closed{Reason: transport.Kicked, Text: why}
}

// dropRemembered drops the messages of deleted players, and cached responses about barred
// ones, if the list of bans has grown since the last time.
func (e *Enforcer) dropRemembered(barred func(player string) bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	version := e.parts.Bans.Version()
	if version == e.version {
		return
	}
	e.version = version
	erased := memoize(e.parts.Bans.Erased)
	e.parts.Chat.DropMessagesOf(erased)
	e.parts.Live.DropMessagesOf(erased)
	e.parts.Lobby.DropCachedResponses(memoize(barred))
}

// memoize calls is only once for each player, who may have many messages.
func memoize(is func(player string) bool) func(player string) bool {
	known := map[string]bool{}
	return func(player string) bool {
		answer, ok := known[player]
		if !ok {
			answer = is(player)
			known[player] = answer
		}
		return answer
	}
}
