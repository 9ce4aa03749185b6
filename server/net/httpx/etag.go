package httpx

import (
	"slices"
	"strings"
)

// ETagMatches reports whether an If-None-Match header contains tag.
func ETagMatches(header, tag string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(s string) bool {
		s = strings.TrimSpace(s)
		return s == "*" || strings.TrimPrefix(s, "W/") == tag
	})
}
