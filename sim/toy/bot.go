package toy

import (
	"strconv"

	"perihelion/sim"
)

type bot struct{}

// Think runs to the coin; an ace dashes, and a rookie takes it easy.
func (bot) Think(s *sim.Sight, skill sim.Skill) (in sim.Input) {
	in.View = s.Tick
	for i := range s.Seen {
		e := &s.Seen[i]
		if e.Kind != KindCoin {
			continue
		}
		in.Axes[AxisX] = axisTo(e.Words[CoinX]-s.Own[OwnX], skill)
		in.Axes[AxisY] = axisTo(e.Words[CoinY]-s.Own[OwnY], skill)
		if skill >= sim.Ace {
			in.Buttons = ButtonDash
		}
	}
	return in
}

// axisTo is how far to push an axis to cover a distance: all the way, but for the last
// few units.
func axisTo(distance int32, skill sim.Skill) int32 {
	most := int32(fullAxis)
	if skill <= sim.Rookie {
		most /= 2
	}
	return min(max(distance/4, -most), most)
}

func (bot) BotName(p sim.PlayerID, _ uint64) string { return "Bot " + strconv.Itoa(int(p)+1) }
