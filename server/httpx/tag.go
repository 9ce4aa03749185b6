package httpx

import (
	"slices"
	"strings"
)

// Matches tells whether the If-None-Match header holds tag.
func Matches(header, tag string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(s string) bool {
		s = strings.TrimSpace(s)
		return s == "*" || strings.TrimPrefix(s, "W/") == tag
	})
}
