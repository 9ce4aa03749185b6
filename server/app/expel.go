package app

import (
	"net/netip"
	"time"
)

// expel ends what those who may not come in any more still have here: seats and
// places in rooms, tickets, parties, the live feed. It is called when somebody is
// banned or deletes their data, here or on another server; each way in asks the same
// list. It counts the seats that were lost.
func (a *App) expel(now time.Time) (seats int) {
	from := map[string][]netip.Addr{} // of those who are in rooms
	for _, s := range a.gate.Sessions() {
		from[s.Player] = append(from[s.Player], s.From)
	}
	barred := func(player string) (string, bool) {
		if player == "" {
			return "", false
		}
		for _, at := range append(from[player], netip.Addr{}) {
			if why, out := a.bans.Banned(player, at, now); out {
				return why, true
			}
		}
		return "", false
	}
	is := func(player string) bool { _, out := barred(player); return out }
	a.maker.Expel(is)
	a.parties.Expel(is)
	a.live.Expel(barred)
	return a.rooms.Expel(barred)
}

// erased ends everything of a player who has deleted their data.
func (a *App) erased(player string) {
	now := time.Now()
	a.bans.Erase(player, now)
	a.chat.Forget(player)
	a.live.Forget(player)
	a.lobby.Forget(player)
	a.expel(now)
}
