package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// encoding is a compression that files may come in beside their plain form.
type encoding struct{ name, suffix string }

// encodings, the best first.
var encodings = []encoding{{"br", ".br"}, {"gzip", ".gz"}}

// preferred lists what a client accepts and likes at least as much as the plain
// file, the best first. Among equals ours decides.
func preferred(accept string) []encoding {
	liking := parseAccept(accept)
	plain, stated := liking["identity"]
	var ok []encoding
	for _, e := range encodings {
		if q := quality(liking, e.name); q > 0 && (!stated || q >= plain) {
			ok = append(ok, e)
		}
	}
	slices.SortStableFunc(ok, func(a, b encoding) int {
		return cmp.Compare(quality(liking, b.name), quality(liking, a.name))
	})
	return ok
}

func quality(liking map[string]float64, name string) float64 {
	if q, ok := liking[name]; ok {
		return q
	}
	return liking["*"]
}

// parseAccept reads an Accept-Encoding header: name → quality.
func parseAccept(header string) map[string]float64 {
	liking := map[string]float64{}
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		q := 1.0
		if value, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(params)), "q="); ok {
			parsed, err := strconv.ParseFloat(value, 64)
			if err != nil || parsed < 0 || parsed > 1 {
				continue // not understood: as if it were not there
			}
			q = parsed
		}
		liking[strings.TrimPrefix(name, "x-")] = q
	}
	return liking
}
