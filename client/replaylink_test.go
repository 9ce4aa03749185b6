package main

import (
	"testing"
	"time"
)

func TestALinkToAReplayLeadsBackToItsMoment(t *testing.T) {
	const id = "018f0000-0000-7000-8000-000000000000"
	for link, want := range map[string]time.Duration{
		replayLink("https://play.example", id, 83500*time.Millisecond): 83500 * time.Millisecond,
		replayLink("https://play.example/game", id, 0):                 0,
		id:              0,
		id + "#t=12":    12 * time.Second,
		id + "#t=-1":    0,
		id + "#t=NaN":   0,
		id + "#t=1e300": 0,
		id + "#top":     0,
	} {
		match, at := parseReplay(link)
		if at != want || match != id && match != id+"#top" {
			t.Errorf("%s: match %q at %v, want %v", link, match, at, want)
		}
	}
}
