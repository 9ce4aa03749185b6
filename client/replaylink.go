package main

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// replayLink is the link to a moment of a recorded match on a server.
func replayLink(server, match string, at time.Duration) string {
	return fmt.Sprintf("%s/?replay=%s#t=%.1f", server, url.QueryEscape(match), at.Seconds())
}

// parseReplay returns the match and the moment that a link of replayLink is about, or the
// end of one: an id, with or without #t=SECONDS.
func parseReplay(link string) (match string, at time.Duration) {
	match, moment, _ := strings.Cut(link, "#t=")
	if seconds, err := strconv.ParseFloat(moment, 64); err == nil && seconds > 0 && seconds < 1e6 {
		at = time.Duration(seconds * float64(time.Second))
	}
	if u, err := url.Parse(match); err == nil && u.Query().Has("replay") {
		match = u.Query().Get("replay")
	}
	return match, at
}
