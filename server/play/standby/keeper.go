package standby

import (
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// A match cannot be taken over for these reasons.
var (
	ErrNotKept = errors.New("standby: nothing is kept of that room")
	ErrAlive   = errors.New("standby: the server of the room may be there")
	// ErrElsewhere is what Claim returns if a newer copy of the room is played elsewhere.
	ErrElsewhere = errors.New("standby: a newer copy of the room is played elsewhere")
)

const (
	maxKept     = 4096             // rooms
	rememberFor = 10 * time.Minute // that a match was taken over, for a server that was away
)

// KeeperConfig is what a Keeper needs of its server.
type KeeperConfig struct {
	Node    string // name of this server
	Bus     Bus
	Servers Servers
	Games   sim.Games
	Metrics Metrics
	Panics  panics.Guard
	Log     *slog.Logger

	Draining func() bool             // then nothing is kept for others
	Copy     func(room string) int64 // the epoch of the copy of a room that is played here; 0: none is
	Release  func(s room.Saved)      // undoes Claim, unless the room is suspended
	// Claim stores that this server plays a copy. The one before was played until then, by the clock of its
	// server. An error but ErrElsewhere: nobody knows.
	Claim   func(s room.Saved, until time.Time) error
	Restore func(room.Saved, *replay.Playback) error
}

// Keeper keeps the ends of other servers' logs, and plays on when these die; Run drives it.
type Keeper struct {
	cfg    KeeperConfig
	claims sync.WaitGroup // of matches that have moved here

	mu        sync.Mutex
	kept      map[string]*kept
	taken     map[string]takenMatch
	connected time.Time // since when heartbeats can be heard
	watched   time.Time // when the servers were looked at last
	ended     bool      // Run waits for claims, or has: nothing is added to them
}

// kept is what is kept of a room.
type kept struct {
	owner   string
	saved   room.Saved
	log     []byte // can be played; empty: not yet
	coming  incoming
	touched time.Time
	doubt   doubt         // since touched
	attempt *attempt      // that is made to take it over; nil: none
	knocked time.Time     // when a player last made one
	alive   error         // that it ended with
	gone    chan struct{} // closed when nothing is kept any more
}

// doubt is a question to a server of which nothing is heard, before a player comes.
type doubt struct {
	asked  time.Time // zero: it was not
	nobody bool      // answered
}

// incoming is a log that is being received.
type incoming struct {
	number, whole int
	log           []byte
}

// takenMatch is a match that was taken over.
type takenMatch struct {
	epoch int64
	at    time.Time
}

// NewKeeper returns a keeper that keeps what other servers send to this one.
func NewKeeper(cfg KeeperConfig) (*Keeper, error) {
	k := &Keeper{cfg: cfg, kept: map[string]*kept{}, taken: map[string]takenMatch{}, connected: time.Now()}
	err := cfg.Bus.Subscribe(cfg.Servers.Topic(cfg.Node, topicPieces), func(m bus.Message) {
		if p, err := decodePiece(m.Body); err == nil { // or it is of another build
			k.keep(m.From, &p, time.Now())
		}
	})
	if err != nil {
		return nil, err
	}
	return k, cfg.Bus.Answer(cfg.Servers.Topic(cfg.Node, askHeld), maxAnswering, func(m bus.Message) []byte {
		var q question
		if json.Unmarshal(m.Body, &q) != nil {
			return nil
		}
		return encode(k.answer(m.From, &q, time.Now()))
	})
}

// keep takes a piece of a log from the server that plays the room.
func (k *Keeper) keep(owner string, p *piece, now time.Time) {
	epoch := k.cfg.Copy(p.Room)
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.kept[p.Room]
	switch {
	case epoch >= p.Epoch, k.taken[p.Room].epoch >= p.Epoch: // it comes from a copy that has had its time
		return
	case e != nil && (e.saved.Epoch > p.Epoch || e.saved.Epoch == p.Epoch && e.owner != owner):
		return
	case p.Over:
		k.forget(p.Room)
		return
	}
	if p.At == 0 {
		if e = k.startLog(e, owner, p, now); e == nil {
			return
		}
	}
	if e == nil || e.coming.number != p.Number || len(e.coming.log) != p.At || p.unpack(e.coming.log) != nil || p.At+len(p.Log) > maxTail {
		return // something before it is missing, and will come again
	}
	c := &e.coming
	c.log = append(c.log, p.Log...)
	if len(c.log) >= c.whole {
		e.log = c.log
	}
	e.touched, e.doubt = now, doubt{}
	if p.Last && !k.cfg.Draining() {
		go func() { _, _ = k.takeOver(p.Room, byMove) }() // ends within a second; it logs what goes wrong
	}
}

// startLog makes room for a log that begins; nil: nothing is kept. A server that has just started
// takes no room: it could not tell yet that the server of the room is dead.
func (k *Keeper) startLog(e *kept, from string, p *piece, now time.Time) *kept {
	if e == nil && !k.settled(now) {
		return nil
	}
	if p.Saved == nil || p.Saved.ID != p.Room || p.Saved.Epoch != p.Epoch || e == nil && len(k.kept) >= maxKept || k.cfg.Draining() {
		return nil
	}
	if e == nil || e.saved.Epoch < p.Epoch {
		k.forget(p.Room)
		e = &kept{owner: from, saved: *p.Saved, gone: make(chan struct{})}
		k.kept[p.Room] = e
	}
	e.saved.EditKey = p.Saved.EditKey
	e.coming = incoming{number: p.Number, whole: p.Whole}
	return e
}

// forget keeps nothing of a room any more. The caller holds the mutex.
func (k *Keeper) forget(room string) {
	if e := k.kept[room]; e != nil {
		delete(k.kept, room)
		close(e.gone)
	}
}

// answer says what is kept of a room, to the server that plays it.
func (k *Keeper) answer(owner string, q *question, now time.Time) (h held) {
	epoch := k.cfg.Copy(q.Room)
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.kept[q.Room]
	h.Refused = k.cfg.Draining() && (e == nil || e.attempt == nil) || e == nil && !k.settled(now)
	h.Taken = max(epoch, k.taken[q.Room].epoch)
	if e != nil && e.owner == owner && e.saved.Epoch == q.Epoch && len(e.log) > 0 {
		h.Number, h.End = e.coming.number, len(e.coming.log)
	}
	return h
}

// Keeps reports whether the match of a room could go on here.
func (k *Keeper) Keeps(room string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.kept[room]
	return e != nil && len(e.log) > 0
}

// Len is how many matches could go on here.
func (k *Keeper) Len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.kept)
}
