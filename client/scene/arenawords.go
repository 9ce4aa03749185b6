package scene

import (
	"fmt"
	"strconv"
	"strings"

	"perihelion/client/lang"
	"perihelion/shared/api"
	"perihelion/shared/daily"
)

// arenaCells are the texts of an arena: its title, by whom it is, and how it is with it.
func arenaCells(a *api.LibraryArena) []string {
	return []string{a.Shown.Title, a.Owner, arenaText(a)}
}

// arenaText says how it is with an arena.
func arenaText(a *api.LibraryArena) string {
	switch {
	case a.QueuedAt != nil:
		return lang.T("bots try it")
	case a.State == api.ArenaHidden:
		return lang.T("hidden by the operator")
	case a.Shown.Report != nil && !a.Shown.Report.Good:
		return lang.T("nobody could play in it")
	case a.State == api.ArenaDraft:
		return lang.T("draft")
	case a.Mine && a.Newest > a.Published:
		return lang.T("changed since it was published")
	case hasWarnings(a.Shown.Report):
		return lang.T("bots find it unfair")
	case a.Plays > 0:
		return lang.F("played: %d", a.Plays)
	}
	return lang.T("published")
}

// versionCells are the texts of a version of an arena: its number, its day, and how it is with it.
func versionCells(a *api.LibraryArena, v *api.ArenaVersion) []string {
	text := lang.T("draft")
	switch {
	case v.Version == a.Published:
		text = lang.T("published")
	case v.Report != nil && !v.Report.Good:
		text = lang.T("nobody could play in it")
	case hasWarnings(v.Report):
		text = lang.T("bots find it unfair")
	}
	return []string{strconv.Itoa(v.Version), dayLabel(daily.DayOf(v.CreatedAt)), text}
}

// hasWarnings reports whether bots have found something that is not as it should be.
func hasWarnings(r *api.ArenaReport) bool {
	if r == nil {
		return false
	}
	for i := range r.Findings {
		if r.Findings[i].Verdict != api.FindingOK {
			return true
		}
	}
	return false
}

// findingTexts say what is found in an arena, by name.
var findingTexts = map[string]string{
	"spawn-kills":   lang.Key("destroyed by others within 3 s of their begin"),
	"spawn-crashes": lang.Key("flew into a star or a rock within 3 s"),
	"stuck-ships":   lang.Key("stuck for 8 s"),
	"star-deaths":   lang.Key("deaths by a star"),
	"deaths":        lang.Key("destroyed at all"),
	"side-wins":     lang.Key("rounds that the first side won"),
	"tick-cost":     lang.Key("what a tick costs the server"),
}

// findingCells are the texts of a finding: what it is, its figure, and what it should be.
func findingCells(f *api.ArenaFinding) []string {
	what := f.Name // one of a server of the future
	if text := findingTexts[f.Name]; text != "" {
		what = lang.T(text)
	}
	if f.Mode != "" {
		what = lang.T(strings.ToUpper(f.Mode)) + ": " + what
	}
	if f.Name == "tick-cost" {
		return []string{what, fmt.Sprintf("%d µs", f.Value), lang.F("at most %s", fmt.Sprintf("%d µs", f.Most))}
	}
	should := lang.F("at most %s", percent(f.Most))
	if f.Least > 0 {
		should = lang.F("%s to %s", percent(f.Least), percent(f.Most))
	}
	return []string{what, percent(f.Value), should}
}

// percent is a figure in 1/1000, to be read.
func percent(permille int) string {
	if permille%10 == 0 {
		return fmt.Sprintf("%d %%", permille/10)
	}
	return fmt.Sprintf("%d.%d %%", permille/10, permille%10)
}

// reportText says in a sentence what bots made of a version; "": they have not tried it.
func reportText(r *api.ArenaReport) string {
	switch {
	case r == nil:
		return ""
	case r.Failed == api.CheckSlow:
		return lang.T("Bots could not try it to the end: it costs the server too much.")
	case r.Failed != "":
		return lang.T("Bots could not try it.")
	case !r.Good:
		return lang.T("Nobody could play in it: change what is red, and publish it again.")
	case hasWarnings(r):
		return lang.T("Bots find it unfair. It is published, and others are told.")
	}
	return lang.T("Bots find it fair.")
}
