package app

import (
	"context"
	"encoding/json"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/ops/live"
)

// What servers tell each other besides where rooms are.
const (
	topicBans   = "bans"   // the list of bans, mutes and erased players has changed: look again
	topicPlayer = "player" // a player has another name, or other looks: ask the database again
	topicLive   = "live"   // an event of the live feed
	topicParty  = "party"  // parties, from the server that leads: the others keep copies
	topicKept   = "kept"   // a response that is kept for an idempotency key, from the same
)

const (
	refreshTimeout    = 5 * time.Second
	shareEvery        = 5 * time.Second // all parties, for servers that have just come
	partiesPerMessage = 256             // far below what NATS takes, a megabyte
)

// shareChanges lets other servers hear of what has changed here, and hears of theirs.
func (a *App) shareChanges() error {
	a.bans.OnChange(func() { a.tell(topicBans, nil) })
	a.accounts.OnChange(func(player string) { a.tell(topicPlayer, []byte(player)) })
	for topic, hear := range map[string]func(bus.Message){
		topicBans: func(bus.Message) {
			select {
			case a.bansChanged <- struct{}{}:
			default: // it is about to look anyway
			}
		},
		topicPlayer: func(m bus.Message) { a.accounts.Outdate(string(m.Body)) },
		topicLive:   a.onSharedEvent,
	} {
		if err := a.bus.Subscribe(topic, hear); err != nil {
			return err
		}
	}
	return nil
}

// tell publishes to all other servers. While NATS is away nobody hears it; they look at the
// database every few seconds anyway.
func (a *App) tell(topic string, body []byte) { _ = a.bus.Publish(topic, body) }

// refreshBans looks at the database when another server has changed the list of bans, until ctx
// ends.
func (a *App) refreshBans(ctx context.Context) {
	for {
		select {
		case <-a.bansChanged:
		case <-ctx.Done():
			return
		}
		within, cancel := context.WithTimeout(ctx, refreshTimeout)
		if err := a.bans.Refresh(within, time.Now()); err == nil { // otherwise it is tried again every few seconds
			a.enforcer.Apply(time.Now())
		}
		cancel()
	}
}

// shareEvent tells the other servers of an event of the live feed; nil: there are none.
func (a *App) shareEvent() func(live.Event) {
	if a.bus == nil {
		return nil
	}
	return func(e live.Event) {
		if body, err := json.Marshal(e); err == nil {
			a.tell(topicLive, body)
		}
	}
}

// onSharedEvent publishes an event of another server here.
func (a *App) onSharedEvent(m bus.Message) {
	var e live.Event
	if json.Unmarshal(m.Body, &e) != nil || e.ID == "" {
		return // of another build
	}
	if e.Live.Message != nil {
		a.chat.AddShared(*e.Live.Message)
	}
	a.live.PublishShared(e)
}
