package scene

import (
	"strconv"

	"perihelion/client/ui"
	"perihelion/shared/api"
)

// weaponVerbs are the verbs between killer and victim.
var weaponVerbs = map[string]string{
	"pulse": "shot", "rail": "railed", "seeker": "hunted down", "mine": "mined",
}

// newsEntry is a news event as the ticker and the log show it.
func newsEntry(e *api.Live) ui.LogEntry {
	switch {
	case e.Kill != nil:
		return killNews(e.Kill)
	case e.Goal != nil:
		return ui.LogEntry{Author: e.Goal.Player, Text: "scores", AuthorColor: ui.Cyan}
	case e.Round != nil:
		return roundNews(e.Round)
	case e.Board != nil:
		return leaderboardNews(e.Board)
	}
	return ui.LogEntry{}
}

func killNews(k *api.Kill) ui.LogEntry {
	verb := weaponVerbs[k.Weapon]
	switch {
	case k.Weapon == "star":
		return ui.LogEntry{Author: k.Victim, Text: "fell into the star", AuthorColor: ui.Accent}
	case k.Weapon == "rock":
		return ui.LogEntry{Author: k.Victim, Text: "met an asteroid", AuthorColor: ui.Accent}
	case k.Killer == "" || k.Killer == k.Victim:
		return ui.LogEntry{Author: k.Victim, Text: "is no more", AuthorColor: ui.Accent}
	case verb == "":
		verb = "destroyed"
	}
	return ui.LogEntry{Author: k.Killer, Text: verb + " " + k.Victim, AuthorColor: ui.Cyan}
}

func roundNews(r *api.Round) ui.LogEntry {
	if r.Winner == "" {
		return ui.LogEntry{Text: "A round of " + r.Mode + " has ended", Dim: true}
	}
	return ui.LogEntry{Author: r.Winner, Text: "wins a round of " + r.Mode + " with " + strconv.Itoa(r.Points), AuthorColor: ui.Good}
}

func leaderboardNews(m *api.BoardMove) ui.LogEntry {
	return ui.LogEntry{Author: m.Name, Text: "is now number " + strconv.Itoa(m.Rank) + " of the " + m.Mode + " leaderboard", AuthorColor: ui.Accent}
}
