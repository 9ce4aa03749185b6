package standby

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/shared/replay"
)

// errNoPlayers is the error of a match in which nobody but bots plays.
var errNoPlayers = errors.New("standby: nobody plays in that room")

// attempt is made to take over a match. All who want that wait for the same one.
type attempt struct {
	done chan struct{}
	err  error // once done is closed
}

// errPanic is the error of an attempt that has panicked.
var errPanic = errors.New("standby: a panic")

// errMoving is ErrAlive of a match that goes on here in a moment.
var errMoving = fmt.Errorf("%w, and hands the match over", ErrAlive)

// moveWait is how long a player waits for a match that is about to move here.
const moveWait = 3 * time.Second

// Knock is called when a player comes for a seat in a room that is not played here. Without an
// error it is now. It takes a second, or moveWait; of those within knockEvery the first is looked into.
func (k *Keeper) Knock(room string) error {
	e, err := k.takeOver(room, byKnock)
	if !errors.Is(err, errMoving) {
		return err
	}
	select {
	case <-e.gone: // there is one, or there were another error
		return nil
	case <-time.After(moveWait):
		return err
	}
}

// takeOver plays on in a room if its server does not, with what is kept of it: nil with ErrNotKept.
func (k *Keeper) takeOver(room, how string) (*kept, error) {
	k.mu.Lock()
	e := k.kept[room]
	if e == nil || len(e.log) == 0 {
		k.mu.Unlock()
		return nil, ErrNotKept
	}
	if a := e.attempt; a != nil {
		k.mu.Unlock()
		if <-a.done; how == byMove && errors.Is(a.err, ErrAlive) {
			return k.takeOver(room, how)
		}
		return e, a.err
	}
	a := &attempt{done: make(chan struct{})}
	e.attempt = a
	now, err := time.Now(), ErrAlive
	tries := k.settled(now) || how == byMove
	if how == byKnock && now.Sub(e.knocked) < knockEvery {
		tries, err = false, e.alive
	}
	k.mu.Unlock()

	if tries {
		err = k.tryPlayOn(e, how)
	}
	k.mu.Lock()
	if a.err, e.attempt = err, nil; tries && how == byKnock {
		e.knocked, e.alive = now, err
	}
	if !errors.Is(err, ErrAlive) && k.kept[room] == e {
		k.forget(room)
	}
	k.mu.Unlock()
	close(a.done)
	return e, err
}

// tryPlayOn plays on unless the server of the room does, which has not said that it will not.
func (k *Keeper) tryPlayOn(e *kept, how string) (err error) {
	defer k.cfg.Panics.Recover(panics.Background, k.cfg.Log, func() { err = errPanic })
	if how != byMove {
		err = k.askTwice(e)
	}
	if err == nil {
		err = k.playOn(e, how)
	}
	return err
}

// askTwice asks the server of a room whether it plays it still: ErrAlive, or nil if it does not. That nobody
// answers is believed if it is so twice, and nothing is heard of the server for confirmAfter: one whose
// connection to NATS breaks connects again at once. If it was asked in doubt, once more is enough.
func (k *Keeper) askTwice(e *kept) error {
	start := time.Now()
	k.mu.Lock()
	touched, first := e.touched, e.doubt.asked
	k.mu.Unlock()
	if !first.IsZero() {
		time.Sleep(max(confirmAfter-start.Sub(touched), askAgainAfter-start.Sub(first)))
	}
	err := k.askOwner(e)
	if !errors.Is(err, bus.ErrNobody) {
		return err
	}
	k.mu.Lock()
	doubted := e.doubt.nobody && e.doubt.asked.Equal(first)
	k.mu.Unlock()
	since := start
	if doubted {
		since = first
	} else if start.Sub(k.cfg.Servers.Heard(e.owner)) <= silentAfter {
		time.Sleep(max(confirmAfter-start.Sub(touched), askAgainAfter))
		if err = k.askOwner(e); !errors.Is(err, bus.ErrNobody) {
			return err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept[e.saved.ID] != e || e.touched != touched || k.cfg.Servers.Heard(e.owner).After(since) {
		return ErrAlive
	}
	return nil
}

// askOwner asks once: ErrAlive, or bus.ErrNobody, or nil. One that does not answer while it is heard is busy.
func (k *Keeper) askOwner(e *kept) error {
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	start := time.Now()
	m, err := k.cfg.Bus.Request(ctx, k.cfg.Servers.Topic(e.owner, askPlays), encode(question{e.saved.ID, e.saved.Epoch}))
	k.cfg.Metrics.ServerAsked(askPlays, time.Since(start), err)
	var a plays
	switch {
	case errors.Is(err, bus.ErrAway): // it may be we who are alone
		return ErrAlive
	case errors.Is(err, bus.ErrNobody):
		return err
	case err != nil && time.Since(k.cfg.Servers.Heard(e.owner)) > silentAfter:
		return nil
	case err != nil, json.Unmarshal(m.Body, &a) != nil:
		return ErrAlive
	case a.Moving:
		return errMoving
	case a.Plays:
		return ErrAlive
	}
	return nil
}

// playOn opens the next copy of a room.
func (k *Keeper) playOn(e *kept, how string) error {
	k.mu.Lock()
	log, still, next := e.log, time.Since(e.touched), e.saved
	k.mu.Unlock()
	from, until, err := playLog(log, &k.cfg)
	next.Epoch++
	if err == nil && how != byMove {
		err = k.cfg.Claim(next, until)
	}
	if err == nil {
		err = k.restore(next, from)
	}
	if err == nil && how == byMove {
		k.goClaim(next, until)
	}
	switch {
	case errors.Is(err, errNoPlayers), errors.Is(err, ErrElsewhere):
		k.cfg.Log.Info("a match does not go on here", "room", next.ID, "of", e.owner, "why", err)
	case err != nil:
		k.cfg.Metrics.MatchTakenOver(failed, still)
		k.cfg.Log.Error("a match cannot go on here", "room", next.ID, "of", e.owner, "err", err)
	case how == byMove:
		k.cfg.Metrics.MatchTakenOver(how, still)
		k.cfg.Log.Info("a match goes on here, for its server stops", "room", next.ID, "of", e.owner, "epoch", next.Epoch)
	default:
		k.cfg.Metrics.MatchTakenOver(how, still)
		k.cfg.Log.Warn("a match goes on here, for its server does not answer", "room", next.ID, "of", e.owner, "by", how, "epoch", next.Epoch, "stood", still)
	}
	return err
}

// goClaim does claimMoved on a goroutine for which Run waits, or here if that has ended.
func (k *Keeper) goClaim(next room.Saved, until time.Time) {
	k.mu.Lock()
	ended := k.ended
	if !ended {
		k.claims.Go(func() { k.claimMoved(next, until) })
	}
	k.mu.Unlock()
	if ended {
		k.claimMoved(next, until)
	}
}

// claimMoved stores where a match has moved, if it is still there. Nobody else may play it, so its players need not
// wait for the database.
func (k *Keeper) claimMoved(next room.Saved, until time.Time) {
	defer k.cfg.Panics.Recover(panics.Background, k.cfg.Log, nil)
	if k.cfg.Copy(next.ID) != next.Epoch {
		return
	}
	_ = k.cfg.Claim(next, until) // the directory looks at it again
	if k.cfg.Copy(next.ID) != next.Epoch {
		k.cfg.Release(next) // it has ended meanwhile, perhaps before the directory knew of it
	}
}

// restore opens a room. From before that on, its old server hears that the match is taken.
func (k *Keeper) restore(next room.Saved, from *replay.Playback) error {
	setTaken := func(t takenMatch) (before takenMatch) {
		k.mu.Lock()
		defer k.mu.Unlock()
		before, k.taken[next.ID] = k.taken[next.ID], t
		return before
	}
	before := setTaken(takenMatch{next.Epoch, time.Now()})
	err := k.cfg.Restore(next, from)
	if err != nil { // others may play it
		setTaken(before)
		k.cfg.Release(next)
	}
	return err
}

// playLog plays a log to its end, and says until when it was played. The match that goes on there begins a log of its own: the rest
// of this one is on a server that cannot be reached.
func playLog(log []byte, cfg *KeeperConfig) (p *replay.Playback, until time.Time, err error) {
	r, err := replay.NewReader(bytes.NewReader(log), cfg.Games)
	if err != nil {
		return nil, until, err
	}
	p = replay.NewPlayback(r)
	if err := p.To(math.MaxUint32); err != nil {
		return nil, until, err
	}
	if p.World == nil {
		return nil, until, replay.ErrTruncated
	}
	if !slices.ContainsFunc(p.Seats, func(s replay.Seat) bool { return s.Holder == replay.Player }) {
		return nil, until, errNoPlayers
	}
	if until = p.Time(); until.IsZero() {
		until = time.Now()
	}
	p.Header = replay.Header{}
	return p, until, nil
}
