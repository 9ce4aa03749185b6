package room

import (
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/shared/transport"
)

// Saved is what must be kept beside the log of a room so that its match can go on in
// another one: what is neither in the log nor a setting of the server.
type Saved struct {
	ID, Code string
	Rated    bool
	Fill     int
	Owner    Owner
	Crashes  int    // of the rooms that played it before
	Epoch    int64  // as in Config
	EditKey  string // as in Config
}

// Restore opens a room in which the match of another one goes on, which crashed or whose
// server ended: cfg has its ID, Game, Sim and From. Whoever had a seat there has it here, and
// as long to come back to it as after any broken connection.
func (g *Registry) Restore(cfg Config, by Owner) error {
	if old, err := g.Find(cfg.ID); err == nil {
		<-old.Done() // it has crashed
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.draining {
		return ErrDraining
	}
	cfg, err := g.complete(cfg)
	if err != nil {
		return err
	}
	g.log.Info("room restored", "room", cfg.ID, "epoch", cfg.Epoch, "tick", cfg.From.World.Tick(), "crashes", cfg.Crashes)
	g.start(cfg, by, time.Now())
	return nil
}

// GiveUp forgets a room that has crashed and cannot be restored.
func (g *Registry) GiveUp(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l, ok := g.byID[id]; ok && l.room.info.goesOn.Load() {
		delete(g.byID, id)
	}
}

// Suspend ends rooms so that their matches can go on elsewhere, or in the next process of the
// server. No room is opened any more.
func (g *Registry) Suspend(which func(id string) bool) {
	g.mu.Lock()
	g.draining = true
	rooms := slices.DeleteFunc(g.allRooms(), func(r *Room) bool { return !which(r.cfg.ID) })
	for _, r := range rooms {
		g.suspended[r.cfg.ID] = true
	}
	g.mu.Unlock()
	for _, r := range rooms {
		r.postBlocking((*match).suspend)
	}
}

// Suspended reports whether Suspend was called for a room.
func (g *Registry) Suspended(id string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.suspended[id]
}

// suspend ends the room between two ticks, in the middle of its match. Who goes on with it has
// nothing to play again: the log ends with a state. Of one that the Journal has lost, another begins
// with it.
func (m *match) suspend() {
	m.ended = true
	if m.record.lost {
		m.beginLog()
	} else {
		m.beginSegment(true)
	}
	m.flushLog()
	m.cfg.Journal.Close(JournalPaused)
	m.end(ClosedSuspended, transport.Restarting, "the match goes on in a moment")
}

// Fence ends a copy of a room, because another one has gone on with its match. What became
// of the round here is told to nobody.
func (g *Registry) Fence(id string, epoch int64) {
	if r, err := g.Find(id); err == nil && r.cfg.Epoch == epoch {
		r.postBlocking((*match).fence)
	}
}

func (m *match) fence() {
	m.round.live = false
	m.end(ClosedFenced, transport.Restarting, "the match goes on on another server") // clients know where
}

// adopt makes the match that of a log.
func (m *match) adopt(from *replay.Playback) {
	m.world = from.World
	copy(m.inputs, from.Inputs)
	players, bots := 0, 0
	for p := range m.seats {
		was, s := &from.Seats[p], &m.seats[p]
		*s = seat{
			holder: holder(was.Holder), player: was.Account, name: was.Name, rating: was.Rating, joinedTick: was.Joined,
			epoch:          was.Epoch + 1, // a connection may have been made that the log does not know
			confirmedEpoch: was.Confirmed,
			disconnectedAt: m.now,
			role:           protocol.Role(was.Role),
		}
		switch s.holder {
		case holderPlayer:
			s.account = protocol.AccountOf(s.player)
			players++
		case holderBot:
			bots++
		}
	}
	if bots > 0 { // as many as there were, also in a duel whose opponent did not come back
		m.fillTo = max(m.fillTo, players+bots)
	}
	switch r := &from.Round; {
	case r.Phase == replay.RoundUncounted:
		m.round = round{live: true, foreign: true, began: time.UnixMilli(r.Began), tick: r.Tick}
	case r.Phase == replay.RoundLive && r.Match != "":
		m.adoptRound(from)
	}
}

// adoptRound goes on with a round that is live.
func (m *match) adoptRound(from *replay.Playback) {
	r := &from.Round
	m.round = round{live: true, id: r.Match, began: time.UnixMilli(r.Began), tick: r.Tick}
	for i := range from.Leavers {
		l := &from.Leavers[i]
		line := Line{Player: l.Account, Name: l.Name, Seat: l.Seat, Team: m.cfg.Sim.TeamOf(l.Seat), Points: l.Points, Columns: l.Columns, Left: true}
		m.round.leavers = append(m.round.leavers, leaver{line, l.Joined})
	}
}
