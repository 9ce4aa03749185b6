package main

import (
	"testing"
	"time"

	"perihelion/client/scene"
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
		if r := parseReplay(link); r != (scene.ReplayTarget{Match: id, At: want}) {
			t.Errorf("%s: %+v, want it at %v", link, r, want)
		}
	}
	want := scene.ReplayTarget{Match: id, At: 12500 * time.Millisecond, Account: "ADA", Sight: true, Pass: "a.b-c_d"}
	if r := parseReplay("https://play.example/?replay=" + id + "&player=ADA&seen=1#t=12.5&pass=a.b-c_d"); r != want {
		t.Errorf("the link of an operator: %+v, want %+v", r, want)
	}
}

func TestALinkToARoomHasTheKeyToEdit(t *testing.T) {
	for key, want := range map[string]string{"": "https://play.example/?room=NOVA42", "KEY 1": "https://play.example/?room=NOVA42&edit=KEY+1"} {
		if got := inviteLink("https://play.example", "NOVA42", key); got != want {
			t.Errorf("%q: %s, want %s", key, got, want)
		}
	}
}
