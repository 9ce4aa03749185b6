package ui

import (
	"strings"
	"testing"
	"unicode"

	"perihelion/client/lang"
	"perihelion/shared/protocol"
)

// TestEveryNameCanBeDrawn checks that every character which the server allows in names is
// in the fonts of the client.
func TestEveryNameCanBeDrawn(t *testing.T) {
	lib, err := loadFonts()
	if err != nil {
		t.Fatal(err)
	}
	allowed := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		name, err := protocol.CleanName("a" + string(r))
		if err != nil || name == "a" {
			continue
		}
		allowed++
		for _, r := range name {
			for f := range faces {
				if fontIndex(lib[f], r) < 0 {
					t.Errorf("a name may hold %q (%U), which typeface %d lacks", r, r, f)
				}
			}
		}
	}
	if allowed < 500 {
		t.Errorf("names can be made of %d characters only", allowed)
	}
}

// TestEveryTranslationCanBeDrawn checks that no text of the client needs a font of the system.
func TestEveryTranslationCanBeDrawn(t *testing.T) {
	lib, err := loadFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lang.All {
		texts := []string{l.Name}
		for _, text := range lang.Load(l.Tag).Texts {
			texts = append(texts, text, strings.ToUpper(text))
		}
		for _, text := range texts {
			for _, r := range text {
				for f := range faces {
					if fontIndex(lib[f], r) < 0 {
						t.Errorf("%s: %q holds %q (%U), which typeface %d lacks", l.Tag, text, r, r, f)
					}
				}
			}
		}
	}
}
