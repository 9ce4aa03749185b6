package scene

import (
	"strconv"

	"perihelion/client/ui"
	"perihelion/shared/api"
)

// by is how a weapon kills, between two names.
var by = map[string]string{
	"pulse": "shot", "rail": "railed", "seeker": "hunted down", "mine": "mined",
}

func killed(k *api.Kill) ui.Entry {
	verb := by[k.Weapon]
	switch {
	case k.Weapon == "star":
		return ui.Entry{Head: k.Victim, Text: "fell into the star", Hue: ui.Sun}
	case k.Weapon == "rock":
		return ui.Entry{Head: k.Victim, Text: "met an asteroid", Hue: ui.Sun}
	case k.Killer == "" || k.Killer == k.Victim:
		return ui.Entry{Head: k.Victim, Text: "is no more", Hue: ui.Sun}
	case verb == "":
		verb = "destroyed"
	}
	return ui.Entry{Head: k.Killer, Text: verb + " " + k.Victim, Hue: ui.Cyan}
}

func won(r *api.Round) ui.Entry {
	if r.Winner == "" {
		return ui.Entry{Text: "A " + r.Mode + " has ended", Dim: true}
	}
	return ui.Entry{Head: r.Winner, Text: "wins a " + r.Mode + " with " + strconv.Itoa(r.Points), Hue: ui.Good}
}

func climbed(m *api.BoardMove) ui.Entry {
	return ui.Entry{Head: m.Name, Text: "is now number " + strconv.Itoa(m.Rank) + " of the " + m.Mode + " leaderboard", Hue: ui.Sun}
}
