package lang

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"perihelion/assets/languages"
)

// TestTablesHaveWhatTheSourceSays finds a text without a translation, and a translation
// without a text.
func TestTablesHaveWhatTheSourceSays(t *testing.T) {
	keys := sourceKeys(t)
	for _, l := range All[1:] {
		texts := Load(l.Tag).Texts
		for key, where := range keys {
			if texts[key] == "" {
				t.Errorf("%s.json lacks %q, of %s", l.Tag, key, where)
			}
		}
		for key := range texts {
			if keys[key] == "" {
				t.Errorf("%s.json has %q, which nothing says any more", l.Tag, key)
			}
		}
	}
}

func TestEveryTableIsALanguage(t *testing.T) {
	files, err := fs.Glob(languages.Files, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(All)-1 {
		t.Errorf("%v are the tables of %v", files, All)
	}
	for _, file := range files {
		text, err := languages.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(text, &texts); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var sorted bytes.Buffer // maps are encoded in the order of their keys
		e := json.NewEncoder(&sorted)
		e.SetEscapeHTML(false)
		e.SetIndent("", "\t")
		if err := e.Encode(texts); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, sorted.Bytes()) {
			t.Errorf("%s is not sorted by its keys, one a line behind a tab", file)
		}
	}
}

func TestTranslationsFitTheirTexts(t *testing.T) {
	for _, l := range All[1:] {
		for key, text := range Load(l.Tag).Texts {
			if fault := mismatch(key, text); fault != "" {
				t.Errorf("%s.json: %q for %q: %s", l.Tag, text, key, fault)
			}
		}
	}
}

func TestMismatchesAreFound(t *testing.T) {
	for _, c := range []struct{ key, text, fault string }{
		{"%s of %d", "%[2]d: %[1]s", ""},
		{"%s of %d", "%d of %s", "verbs"},
		{"%s of %d", "%s", "verbs"},
		{"%d %%", "%d", "verbs"},
		{" wins", "gewinnt", "spaces"},
		{"PLAY", "Spielen", "capitals"},
		{"PLAY, ALL %d", "ALLE %d", ""},
	} {
		if got := mismatch(c.key, c.text); !strings.HasPrefix(got, c.fault) || c.fault == "" && got != "" {
			t.Errorf("%q for %q: %q, want %q", c.text, c.key, got, c.fault)
		}
	}
}

var verb = regexp.MustCompile(`%[-+#0]*[0-9.]*(?:\[(\d)\])?[a-z%]`)

// mismatch says what of a translation does not fit its text; empty: nothing.
func mismatch(key, text string) string {
	if a, b := verbsOf(key), verbsOf(text); !slices.Equal(a, b) {
		return fmt.Sprintf("verbs %v are not %v", b, a)
	}
	if edges(key) != edges(text) {
		return "spaces at the ends differ"
	}
	if words := verb.ReplaceAllString(key, ""); strings.ToUpper(words) == words && strings.ContainsFunc(words, unicode.IsUpper) {
		if translated := verb.ReplaceAllString(text, ""); strings.ToUpper(translated) != translated {
			return "capitals, as in English"
		}
	}
	return ""
}

// verbsOf lists the verbs of a format in the order of its arguments.
func verbsOf(format string) (list []string) {
	n, percents := 0, 0
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if strings.HasSuffix(m[0], "%") {
			percents++
			continue
		}
		n++
		at := n
		if m[1] != "" {
			_, _ = fmt.Sscan(m[1], &at)
		}
		list = append(list, fmt.Sprint(at, " ", strings.ReplaceAll(m[0], "["+m[1]+"]", "")))
	}
	slices.Sort(list)
	return append(list, fmt.Sprint(percents, " %%"))
}

// edges are the spaces before and after a text.
func edges(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, " "))] + "|" + s[len(strings.TrimRight(s, " ")):]
}

// TestServerSaysItsTexts finds a text that the server words otherwise by now.
func TestServerSaysItsTexts(t *testing.T) {
	var source strings.Builder
	for _, dir := range []string{"../../server", "../../shared"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			source.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range serverTexts {
		key := strings.TrimSuffix(text, " is on the way") // written apart, as are limits and capitals of errors
		key = regexp.MustCompile(`\d+`).ReplaceAllString(key[1:], "%d")
		if !strings.Contains(source.String(), key) {
			t.Errorf("the server does not say %q", text)
		}
	}
}

func TestServerTextsAreTranslatedInParts(t *testing.T) {
	Use(Load("de"))
	defer Use(Load(English))
	for text, want := range map[string]string{
		"the room is full": "der Raum ist voll",
		"Your opponent has left. Looking for another, else a bot plays you": "Dein Gegner ist gegangen. Suche einen anderen, sonst spielt ein Bot gegen dich",
		"name of up to 20 characters: it is empty":                          "Name mit bis zu 20 Zeichen: da steht nichts",
		"PLAY": "PLAY", // an operator's word
	} {
		if got := Server(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		want   string
		wanted []string
	}{
		{"de", []string{"de-AT", "en"}},
		{"de", []string{"nl", "de_DE.UTF-8"}},
		{"pt-BR", []string{"pt_PT.UTF-8"}},
		{"en", []string{"en-GB", "de"}},
		{"en", []string{"C", "", "POSIX"}},
		{"en", nil},
	} {
		if got := Match(c.wanted...); got != c.want {
			t.Errorf("%v: %s, want %s", c.wanted, got, c.want)
		}
	}
}

func TestOneAndSeveral(t *testing.T) {
	defer Use(Load(English))
	one, several := "point", "points"
	for tag, want := range map[string][3]string{"en": {several, one, several}, "fr": {one, one, several}, "pt-BR": {one, one, several}, "es": {several, one, several}} {
		Use(&Table{Tag: tag})
		for n := range want {
			if got := N(n, one, several); got != want[n] {
				t.Errorf("%s: %d %s, want %s", tag, n, got, want[n])
			}
		}
	}
}

func TestTextsAreOrderedByTheTranslation(t *testing.T) {
	defer Use(Load(English))
	Use(&Table{Tag: "x", Texts: map[string]string{"%s of %d": "%[2]d: %[1]s"}})
	if got := F("%s of %d", "a", 2); got != "2: a" {
		t.Errorf("got %q", got)
	}
	Use(&Table{Tag: "x"})
	if got := F("%s of %d", "a", 2); got != "a of 2" {
		t.Errorf("got %q, want the English text where there is no other", got)
	}
}
