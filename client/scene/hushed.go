package scene

import (
	"slices"

	"perihelion/client/netcode"
	"perihelion/client/prefs"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// hushed is whose chat is not shown in a match: all whose names we remember, and
// whoever sits where one of them did, whatever they call themselves by now.
type hushed struct {
	prefs *prefs.Prefs
	seats []sim.PlayerID
}

func (h *hushed) mutes(p sim.PlayerID, name string) bool {
	return h.prefs.Mutes(name) || slices.Contains(h.seats, p)
}

// turn mutes a pilot, or ceases to.
func (h *hushed) turn(p *protocol.Player) {
	if was := h.mutes(p.ID, p.Name); was == h.prefs.Mutes(p.Name) {
		h.prefs.Mute(p.Name)
	}
	h.seats = slices.DeleteFunc(h.seats, func(seat sim.PlayerID) bool { return seat == p.ID })
}

// update follows who sits where: a seat is muted until its pilot gives it up.
func (h *hushed) update(v *netcode.View) {
	h.seats = slices.DeleteFunc(h.seats, func(seat sim.PlayerID) bool {
		p, ok := v.Player(seat)
		return !ok || p.Bot
	})
	for i := range v.Roster {
		p := &v.Roster[i]
		if !p.Bot && h.prefs.Mutes(p.Name) && !slices.Contains(h.seats, p.ID) {
			h.seats = append(h.seats, p.ID)
		}
	}
}
