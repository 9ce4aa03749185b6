package httpx

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// AcceptedEncodings are those of offered that a client accepts, by its Accept-Encoding, and
// prefers to no encoding: best first, those that it likes equally in the order of offered.
func AcceptedEncodings(accept string, offered []string) []string {
	qualities := parseAccept(accept)
	plain, stated := qualities["identity"]
	var ok []string
	for _, e := range offered {
		if q := qualityOf(qualities, e); q > 0 && (!stated || q >= plain) {
			ok = append(ok, e)
		}
	}
	slices.SortStableFunc(ok, func(a, b string) int {
		return cmp.Compare(qualityOf(qualities, b), qualityOf(qualities, a))
	})
	return ok
}

func qualityOf(qualities map[string]float64, name string) float64 {
	if q, ok := qualities[name]; ok {
		return q
	}
	return qualities["*"]
}

// parseAccept parses an Accept-Encoding header into quality by name.
func parseAccept(header string) map[string]float64 {
	qualities := map[string]float64{}
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
				continue // invalid: ignored
			}
			q = parsed
		}
		qualities[strings.TrimPrefix(name, "x-")] = q
	}
	return qualities
}
