package scene

import (
	"testing"

	"perihelion/client/lang"
	"perihelion/client/ui"
)

func TestALanguageIsSpokenAtOnce(t *testing.T) {
	tc := newTestClient(t, Options{SystemLanguages: []string{"en-GB"}})
	useTable(t, lang.Load(lang.English))
	s := newSettingsScene(tc.deps)
	s.setFocus(&s.language)
	tc.stack.scenes = append(tc.stack.scenes, s)
	for _, want := range []struct{ tag, done string }{{lang.English, "DONE"}, {"de", "FERTIG"}, {"fr", "TERMINÉ"}} {
		tc.frame.in = &ui.Input{Nav: ui.NavRight}
		tc.frame.top = true
		s.Update(&tc.frame)
		if got := s.done.Caption(); got != want.done || tc.deps.Prefs.Language != want.tag || lang.Tag() != want.tag {
			t.Errorf("the button says %q in %s, with %q chosen, want %q in %s", got, lang.Tag(), tc.deps.Prefs.Language, want.done, want.tag)
		}
	}
}

func TestWhichLanguageIsSpoken(t *testing.T) {
	for _, c := range []struct{ want, run, chosen, system string }{
		{"en", "", "", "C"},
		{"fr", "", "", "fr_CA.UTF-8"},
		{"de", "", "de", "fr"},
		{"es", "es", "de", "fr"},
		{"fr", "tlh", "tlh", "fr"}, // of a version that had it
	} {
		tc := newTestClient(t, Options{Language: c.run, SystemLanguages: []string{c.system}})
		useTable(t, lang.Load(lang.English))
		tc.deps.Prefs.Language = c.chosen
		if tc.deps.useLanguage(); lang.Tag() != c.want {
			t.Errorf("%+v: it is %s", c, lang.Tag())
		}
	}
}
