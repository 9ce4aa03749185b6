package bot

import "perihelion/sim"

// names are of those who moved something by pushing it.
var names = [...]string{
	"Newton", "Galileo", "Euler", "Huygens", "Hooke", "Leibniz", "Noether", "Kepler",
	"Lagrange", "Laplace", "Fourier", "Cauchy", "Gauss", "Germain", "Poisson", "Hamilton",
	"Coriolis", "Foucault", "Coulomb", "Ampere", "Volta", "Ohm", "Henry", "Joule",
	"Watt", "Kelvin", "Faraday", "Maxwell", "Hertz", "Tesla", "Curie", "Meitner",
}

// BotName is what the bot in seat p is called: a name that says it is a bot. Seats that
// are fewer than the names share none.
func (bot) BotName(p sim.PlayerID, seed uint64) string {
	// An odd step visits every name before it repeats one.
	step := luck(seed, 0, 5)%uint64(len(names))/2*2 + 1
	return "Bot " + names[(luck(seed, 0, 6)+uint64(p)*step)%uint64(len(names))]
}
