package bot

import "perihelion/sim"

// names are of those who looked up.
var names = [...]string{
	"Kepler", "Vesta", "Halley", "Ceres", "Tycho", "Juno", "Cassini", "Pallas",
	"Oort", "Hygiea", "Brahe", "Lovell", "Hubble", "Sedna", "Kuiper", "Ida",
	"Galileo", "Eros", "Messier", "Mimas", "Herschel", "Rhea", "Huygens", "Dione",
	"Leavitt", "Tethys", "Cannon", "Phoebe", "Rubin", "Europa", "Payne", "Callisto",
	"Lagrange", "Io", "Laplace", "Triton", "Hypatia", "Nereid", "Newton", "Oberon",
	"Somerville", "Ariel", "Mitchell", "Umbriel", "Burnell", "Miranda", "Sagan", "Charon",
	"Gagarin", "Nix", "Tereshkova", "Hydra", "Ride", "Styx", "Leonov", "Deimos",
	"Jemison", "Phobos", "Tsiolkovsky", "Psyche", "Goddard", "Apophis", "Oberth", "Bennu",
}

// BotName is what the bot in seat p is called: a name that says it is a bot. Seats
// that are fewer than the names share none.
func (bot) BotName(p sim.PlayerID, seed uint64) string {
	// An odd step visits every name before it repeats one.
	step := luck(seed, 0, 5)%uint64(len(names))/2*2 + 1
	return "Bot " + names[(luck(seed, 0, 6)+uint64(p)*step)%uint64(len(names))]
}
