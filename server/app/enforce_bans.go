package app

import (
	"net/netip"
	"time"

	"perihelion/shared/transport"
)

// expel ends what those who may not come in any more still have here: seats and
// places in rooms, tickets, parties, the live feed, answers that would be repeated to
// them; and what those have said who have deleted their data. It is called when somebody
// is banned or deletes their data, and whenever the decisions of other servers were read;
// each way in asks the same list. It counts the seats that were lost.
func (a *App) enforceBans(now time.Time) (seats int) {
	from := map[string][]netip.Addr{} // of those who are in rooms
	for _, s := range a.gate.Sessions() {
		from[s.Player] = append(from[s.Player], s.From)
	}
	barred := func(player string) *transport.Closed {
		if player == "" {
			return nil
		}
		end := a.closeReason(player, netip.Addr{}, now)
		for _, at := range from[player] {
			if end == nil {
				end = a.closeReason(player, at, now)
			}
		}
		return end
	}
	is := func(player string) bool { return barred(player) != nil }
	a.matchmaker.CancelBanned(is)
	a.parties.RemoveBarred(is)
	a.live.DisconnectBarred(barred)
	a.dropBarredData(is)
	return a.rooms.KickBanned(barred)
}

// barred is how the connections of a player end who may not come in; nil: they may.
func (a *App) closeReason(player string, from netip.Addr, now time.Time) *transport.Closed {
	why, out := a.bans.Banned(player, from, now)
	switch {
	case !out:
		return nil
	case a.bans.Erased(player):
		return &transport.Closed{Reason: transport.Erased, Text: why}
	}
	return &transport.Closed{Reason: transport.Kicked, Text: why}
}

// forget drops what is remembered of those who were barred since it was last called.
func (a *App) dropBarredData(barred func(player string) bool) {
	a.dropMu.Lock()
	defer a.dropMu.Unlock()
	news := a.bans.Version()
	if news == a.droppedVersion {
		return
	}
	a.droppedVersion = news
	erased := memoize(a.bans.Erased)
	a.chat.DropMessagesOf(erased)
	a.live.DropMessagesOf(erased)
	a.lobby.DropCachedResponses(memoize(barred))
}

// remembering asks is once about each player: their lines may be many.
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

// erased ends everything of a player who has deleted their data.
func (a *App) onErased(player string) {
	now := time.Now()
	a.bans.BarErased(player, now)
	a.enforceBans(now)
}
