package scene

import (
	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// weaponVerbs say what a killer did to a victim.
var weaponVerbs = map[string]string{
	"pulse": lang.Key("shot %s"), "rail": lang.Key("railed %s"), "seeker": lang.Key("hunted down %s"), "mine": lang.Key("mined %s"),
}

// newsEntry is a news event as the ticker and the log show it.
func newsEntry(e *api.Live) ui.LogEntry {
	switch {
	case e.Kill != nil:
		return killNews(e.Kill)
	case e.Goal != nil:
		return ui.LogEntry{Author: e.Goal.Player, Text: lang.T("scores"), AuthorColor: ui.Cyan}
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
		return ui.LogEntry{Author: k.Victim, Text: lang.T("fell into the star"), AuthorColor: ui.Accent}
	case k.Weapon == "rock":
		return ui.LogEntry{Author: k.Victim, Text: lang.T("met an asteroid"), AuthorColor: ui.Accent}
	case k.Killer == "" || k.Killer == k.Victim:
		return ui.LogEntry{Author: k.Victim, Text: lang.T("is no more"), AuthorColor: ui.Accent}
	case verb == "":
		verb = lang.Key("destroyed %s")
	}
	return ui.LogEntry{Author: k.Killer, Text: lang.F(verb, k.Victim), AuthorColor: ui.Cyan}
}

func roundNews(r *api.Round) ui.LogEntry {
	if r.Winner == "" {
		return ui.LogEntry{Text: lang.F("A round of %s has ended", lang.T(r.Mode)), Dim: true}
	}
	return ui.LogEntry{Author: r.Winner, Text: lang.F("wins a round of %s with %d", lang.T(r.Mode), r.Points), AuthorColor: ui.Good}
}

func leaderboardNews(m *api.BoardMove) ui.LogEntry {
	return ui.LogEntry{Author: m.Name, Text: lang.F("is now number %d of the %s leaderboard", m.Rank, lang.T(m.Mode)), AuthorColor: ui.Accent}
}
