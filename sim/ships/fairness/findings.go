package fairness

import "perihelion/sim"

// The findings, by name.
const (
	spawnKills   = "spawn-kills"   // ships that others destroyed within 3 s of their begin, of all that flew
	spawnCrashes = "spawn-crashes" // ships that flew into a star or a rock within 3 s
	stuckShips   = "stuck-ships"   // ships that were stuck for 8 s
	starDeaths   = "star-deaths"   // deaths by a star, of all deaths
	sideWins     = "side-wins"     // rounds that the first side won, of those that one has won
	deaths       = "deaths"        // of all ships that flew: where nobody finds anybody there is no match
)

// fewestRounds is how many decided rounds tell something of the sides: of fewer the luck is larger
// than what would be unfair.
const fewestRounds = 10

// findings are what an author has to look at. The limits leave room for arenas that are wilder than
// ours; beyond the second ones nobody can play.
func (r *report) findings() []sim.Finding {
	upTo := func(most int) sim.Range { return sim.Range{Most: most} }
	all := []sim.Finding{
		{Name: spawnKills, Permille: permille(r.spawnKills, r.lives), Fair: upTo(60), Playable: upTo(300)},
		{Name: spawnCrashes, Permille: permille(r.spawnCrashes, r.lives), Fair: upTo(30), Playable: upTo(300)},
		{Name: stuckShips, Permille: permille(r.stuck, r.lives), Fair: upTo(10), Playable: upTo(200)},
		{Name: starDeaths, Permille: permille(r.starDeaths, r.deaths), Fair: upTo(300), Playable: upTo(900)},
		{Name: deaths, Permille: permille(r.deaths, r.lives), Fair: sim.Range{Least: 300, Most: 1000}, Playable: sim.Range{Least: 50, Most: 1000}},
	}
	if r.decided >= fewestRounds {
		all = append(all, sim.Finding{
			Name: sideWins, Permille: permille(r.sideWins, r.decided), Fair: sim.Range{Least: 250, Most: 750}, Playable: sim.Range{Least: 50, Most: 950},
		})
	}
	return all
}

func permille(n, of int) int { return 1000 * n / max(of, 1) }
