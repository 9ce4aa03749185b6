package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/net/bus"
	"perihelion/server/people/party"
)

// The server that leads tells the others of all parties, and of the responses that it keeps for
// idempotency keys, so that the one that leads next has them.

// shareLead lets others keep copies of what this server has while it leads, and keeps some while it
// does not.
func (a *App) shareLead() error {
	a.parties.OnChange(func(p party.Party) {
		if a.leading() {
			a.tellParties([]party.Party{p})
		}
	})
	a.lobby.OnKeep(func(r lobby.KeptResponse) {
		if body, err := json.Marshal(r); err == nil && a.leading() {
			a.tell(topicKept, body)
		}
	})
	return errors.Join(a.bus.Subscribe(topicParty, a.onSharedParties), a.bus.Subscribe(topicKept, a.onKeptResponse))
}

// shareParties tells of all parties again and again, until ctx ends.
func (a *App) shareParties(ctx context.Context) {
	ticker := time.NewTicker(shareEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		if a.cluster == nil || !a.leading() {
			continue
		}
		for some := range slices.Chunk(a.parties.All(), partiesPerMessage) {
			a.tellParties(some)
		}
	}
}

func (a *App) tellParties(all []party.Party) {
	if body, err := json.Marshal(all); err == nil {
		a.tell(topicParty, body)
	}
}

func (a *App) onSharedParties(m bus.Message) {
	var all []party.Party
	if a.leading() || json.Unmarshal(m.Body, &all) != nil { // of one that does not know yet, or of another build
		return
	}
	for _, p := range all {
		a.parties.Copy(p, time.Now())
	}
}

func (a *App) onKeptResponse(m bus.Message) {
	var r lobby.KeptResponse
	if json.Unmarshal(m.Body, &r) == nil {
		a.lobby.Keep(r)
	}
}
