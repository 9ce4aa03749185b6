package lang

import "strings"

// Match is the tag of the first wanted language that the client speaks, or English. A wanted
// one is a tag as browsers have it, "de-AT", or the name of a locale: "pt_BR.UTF-8". Who
// wants a language of another country gets what there is of it.
func Match(wanted ...string) string {
	for _, w := range wanted {
		if tag, ok := Find(w); ok {
			return tag
		}
	}
	return English
}

// Find is the tag of one wanted language, if the client speaks it.
func Find(wanted string) (tag string, ok bool) {
	want := primary(wanted)
	for _, l := range All {
		if want != "" && primary(l.Tag) == want {
			return l.Tag, true
		}
	}
	return "", false
}

// primary is the language of a tag without the country: "pt" of "pt-BR" and of "pt_PT.UTF-8".
func primary(tag string) string {
	if i := strings.IndexAny(tag, "-_.@"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}
