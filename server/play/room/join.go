package room

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Request asks for a seat.
type Request struct {
	Player string // account id; one account holds one seat per room
	Name   string // clean
	Looks  protocol.Looks
	Team   sim.Team // the team to be in, if there is room on it; NoTeam: the smaller one
	Rating float64  // expected skill, as the matchmaker knows it; 0: unknown

	Beginner bool // has hardly played yet: the bots are gentle

	Peer   Peer         //
	Aspect int32        // of the window, see sim.Aspect; what is beyond the limits of the game is clamped
	Resume bool         // take back the seat of an earlier connection:
	Seat   sim.PlayerID // that seat,
	Epoch  uint32       // as of that connection
}

// Seat is what a Request gets: the seat, where to put inputs, what to tell the client.
type Seat struct {
	Me     sim.PlayerID
	Epoch  uint32 // counts the connections of the seat
	Inputs *InputQueue
	Tick   sim.Tick
}

// A join is claimed once: by the room that grants it, or by a caller who no
// longer waits. So nobody sits in a room without knowing it.
const (
	joinOpen int32 = iota
	joinGranted
	joinGivenUp
)

// Join takes a seat, a bot's if need be. An account that already sits in the room
// gets its own seat back, and its older connection is closed.
func (r *Room) Join(ctx context.Context, req Request) (Seat, error) {
	var (
		claim atomic.Int32
		seat  Seat
		err   error
	)
	answered := make(chan struct{})
	if err := r.post(func(m *match) {
		if claim.CompareAndSwap(joinOpen, joinGranted) {
			seat, err = m.admit(&req)
			close(answered)
		}
	}); err != nil {
		return Seat{}, err
	}
	select {
	case <-answered:
		return seat, err
	case <-r.done: // also of a room that was abandoned, and may yet come to the command
	case <-ctx.Done():
	}
	if claim.CompareAndSwap(joinOpen, joinGivenUp) {
		return Seat{}, cmp.Or(ctx.Err(), ErrClosed)
	}
	select {
	case <-answered:
		return seat, err
	case <-r.done:
		return Seat{}, ErrClosed
	}
}

func (m *match) admit(req *Request) (Seat, error) {
	p, err := m.seatFor(req)
	if err != nil {
		return Seat{}, err
	}
	m.tellEdits()
	s := &m.seats[p]
	if s.holder != holderPlayer {
		m.assignSeat(p, holderPlayer, req.Player, req.Name)
		s.rating, s.beginner = req.Rating, req.Beginner
		m.lastPlayed = m.now
	}
	s.looks = req.Looks
	if old := s.connect(m.cfg.Game.About(), req, m.world.Tick()); old != nil {
		old.Close(transport.Replaced, "")
	}
	m.record.seatChanged(p)
	m.roster.markChanged(p)
	m.settleOwner(p)
	m.backfill()
	m.publishInfo()
	m.sendRoster(p)
	m.sendArena(p)
	m.sendRound(s.peer)
	m.sendChatHistory(s.peer, m.cfg.Sim.TeamOf(p))
	m.sendStopNotice(s.peer)
	if req.Resume {
		m.showLast(p)
	}
	m.metrics.Joined(req.Resume)
	m.log.Info("seat taken", "seat", p, "epoch", s.epoch, "player", req.Player, "resumed", req.Resume)
	return Seat{Me: p, Epoch: s.epoch, Inputs: s.queue, Tick: m.world.Tick()}, nil
}

// showLast offers the newest snapshot to the peer of p, which need not wait for the next one, if nothing was played since.
func (m *match) showLast(p sim.PlayerID) {
	if last := m.publisher.Last(); last != nil && last.Tick() == m.world.Tick() {
		last.Retain()
		m.seats[p].peer.Publish(m.update(p, &m.seats[p], last))
	}
}

// seatFor finds the seat that a request may have.
func (m *match) seatFor(req *Request) (sim.PlayerID, error) {
	if req.Resume {
		if int(req.Seat) >= len(m.seats) {
			return 0, ErrStale
		}
		s := &m.seats[req.Seat]
		if s.holder != holderPlayer || s.player != req.Player || req.Epoch > s.epoch || req.Epoch < s.confirmedEpoch {
			return 0, ErrStale
		}
		return req.Seat, nil
	}
	for p := range m.seats {
		if s := &m.seats[p]; s.holder == holderPlayer && s.player == req.Player {
			return sim.PlayerID(p), nil
		}
	}
	for _, team := range m.teamsFor(req.Team) {
		if p := m.seatOn(team); p != sim.NoPlayer {
			return p, nil
		}
	}
	return 0, ErrFull
}

// teamsFor lists the teams that someone may be on, the best first.
func (m *match) teamsFor(wanted sim.Team) []sim.Team {
	switch people := m.countByTeam(holderPlayer); {
	case !m.cfg.hasTeams():
		return []sim.Team{sim.NoTeam}
	case wanted == 2, wanted == sim.NoTeam && people[2] < people[1]:
		return []sim.Team{2, 1}
	}
	return []sim.Team{1, 2}
}

// seatOn is the seat of a team that a person may have: the first free one, else
// that of the last bot, else NoPlayer.
func (m *match) seatOn(team sim.Team) (bot sim.PlayerID) {
	bot = sim.NoPlayer
	for i := range m.seats {
		p := sim.PlayerID(i)
		switch {
		case m.cfg.Sim.TeamOf(p) != team:
		case m.seats[p].holder == holderNone:
			return p
		case m.seats[p].holder == holderBot:
			bot = p
		}
	}
	return bot
}

// assignSeat gives seat p to someone new, evicting a bot.
func (m *match) assignSeat(p sim.PlayerID, h holder, player, name string) {
	s := &m.seats[p]
	if s.holder != holderNone {
		m.removePlayer(p)
	}
	// Epochs of this seat that were ever handed out are stale from here on.
	*s = seat{holder: h, player: player, account: protocol.AccountOf(player), name: name, joinedTick: m.world.Tick(), epoch: s.epoch, confirmedEpoch: s.epoch + 1, inputs: inputBuffer{slots: s.inputs.slots}}
	m.inputs[p] = sim.Input{}
	m.world.Join(p)
	m.record.join(p)
	m.record.seatChanged(p)
	m.roster.markChanged(p)
}

// freeSeat empties seat p.
func (m *match) freeSeat(p sim.PlayerID) {
	s := &m.seats[p]
	m.removePlayer(p)
	*s = seat{epoch: s.epoch, confirmedEpoch: s.epoch + 1, inputs: inputBuffer{slots: s.inputs.slots}, pointed: s.cursor.Here}
	m.settleOwner(sim.NoPlayer)
	m.record.seatChanged(p)
}

func (m *match) removePlayer(p sim.PlayerID) {
	m.recordLeaver(p)
	m.edited.unkept = slices.DeleteFunc(m.edited.unkept, func(u unkeptEdit) bool { return u.by == p })
	m.inputs[p] = sim.Input{}
	m.world.Leave(p)
	m.record.leave(p)
	m.roster.markLeft(p)
}
