package scene

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"perihelion/assets/languages"
	"perihelion/client/lang"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/games"
)

// untranslatable is what may be drawn in Latin letters while all texts are in another
// alphabet: names and codes of the screens, names of keys, and units.
var untranslatable = regexp.MustCompile(`(^|\b)(` + strings.Join(append(botNames(), []string{
	"PERIHELION", "W{2,20}", longGuest, "Schaumasse",
	"NOVA42(XY)?", `v1\.2\.3-45-gabcdef0`,
	"Pad [A-Za-z0-9]+", "[A-Z]", "F[0-9]+", "Tab", "Enter", "Escape", "Esc", "WASD", "RT", "LT", "LB", "RB",
	"ms", "s", "h", "min", "Hz", "kB", "kB/s", "kb/s",
	"lan", "off", // names of networks in the laboratory
	"Ring Gates", "east", "rocks", "sun", // of an arena that is edited
}...), "|") + `)\b`)

// typed are sentences of the screens themselves, as a player, an operator or a server would
// say them.
var typed = strings.Join([]string{
	"/home/somebody/Downloads/perihelion-data.json", "Łukasz Żółć", "Français", "Español", "Português (Brasil)",
	strings.Repeat("word ", 90), "Where are you? We wait for you, and for the others.",
	"You say too much at once: wait a moment.", strings.Repeat("This server restarts for maintenance, and is back in a minute or two. ", 4),
	"The operator closes this room: " + strings.Repeat("maintenance ", 12),
	"A name has 20 letters at most.", "You have asked for too many rooms that do not exist. Wait a minute, and look at the code again.",
	"Every seat of this server is taken, and no more rooms may be opened.", "The party is over.",
	"The server could not be reached.", "There is no recording of this match: it is too old, or not for you to see.",
	"Your match waits: go back to play on.", "Many runs are being checked just now; send yours again in a moment.",
}, "\n")

// botNames are the names of the bots of all games, and of the languages.
func botNames() (list []string) {
	const seats = 64
	for _, g := range games.All {
		for p := range sim.PlayerID(seats) {
			list = append(list, regexp.QuoteMeta(g.Bot.BotName(p, 1)))
		}
	}
	for _, l := range lang.All {
		list = append(list, regexp.QuoteMeta(l.Name))
	}
	return list
}

// isTranslated reports whether a drawn text has nothing that is said in English.
func isTranslated(text string) bool {
	for _, sentence := range strings.Split(typed, "\n") {
		text = strings.ReplaceAll(text, sentence, "")
	}
	if strings.Contains(typed, strings.TrimSuffix(strings.TrimSpace(text), "…")) {
		return true // a line of one
	}
	at := strings.LastIndex(text, ": ") + 1 // an error behind what it means
	if at > 0 && strings.Contains(typed, strings.TrimSpace(text[at:])) {
		text = text[:at]
	}
	return !latin.MatchString(untranslatable.ReplaceAllString(text, ""))
}

var latin = regexp.MustCompile(`[A-Za-z]+`)

// foreign is a table whose translations are in Cyrillic letters, so that what is drawn in
// Latin ones was not translated. It survives wrapping, shortening and capitals.
func foreign(t *testing.T) *lang.Table {
	t.Helper()
	text, err := languages.Files.ReadFile(lang.All[1].Tag + ".json")
	if err != nil {
		t.Fatal(err)
	}
	table := &lang.Table{Tag: "foreign"}
	if err := json.Unmarshal(text, &table.Texts); err != nil {
		t.Fatal(err)
	}
	verb := regexp.MustCompile(`%[-+#0]*[0-9.]*[a-z%]`)
	for key := range table.Texts {
		at, out := 0, ""
		for _, m := range append(verb.FindAllStringIndex(key, -1), []int{len(key), len(key)}) {
			out += strings.Map(toCyrillic, key[at:m[0]]) + key[m[0]:m[1]]
			at = m[1]
		}
		table.Texts[key] = out
	}
	return table
}

func toCyrillic(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z':
		return 'а' + r - 'a'
	case r >= 'A' && r <= 'Z':
		return 'А' + r - 'A'
	}
	return r
}

// useTable says all texts by a table until the end of the test.
func useTable(t *testing.T, table *lang.Table) {
	lang.Use(table)
	t.Cleanup(func() { lang.Use(lang.Load(lang.English)) })
}

func TestEveryTextOfEveryScreenIsTranslated(t *testing.T) {
	pen, sheet := newPen(t), sprites.NewAtlas()
	useTable(t, foreign(t))
	for _, size := range []viewport{{1280, 720, false}, {844, 390, true}} {
		for _, s := range allScreens() {
			if strings.Contains(s.name, "net graph") {
				continue // it is for those who know the words of its source
			}
			p := newScreenCheck(t, pen, sheet, size, 1)
			for _, text := range p.traceScenes(s.set(p)).texts {
				if !isTranslated(text.text) {
					t.Errorf("%s, %s: %q is not translated", size.name(), s.name, text.text)
				}
			}
		}
	}
}

// TestEveryLanguageFitsEveryScreen lays out the screens in the languages that are not checked
// in every size.
func TestEveryLanguageFitsEveryScreen(t *testing.T) {
	pen, sheet := newPen(t), sprites.NewAtlas()
	for _, l := range lang.All[1:] {
		for _, size := range []viewport{{1280, 720, false}, {390, 844, true}, {844, 390, true}} {
			if testing.Short() && size.touch {
				continue
			}
			t.Run(l.Tag+" "+size.name(), func(t *testing.T) {
				useTable(t, lang.Load(l.Tag))
				for _, s := range allScreens() {
					s.mustShow = "" // it is English
					s.checkScreen(t, newScreenCheck(t, pen, sheet, size, 1))
				}
			})
		}
	}
}
