package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/play/room"
)

// errNoAnswer is the error of a server that is there and does not answer in time.
var errNoAnswer = errors.New("fleet: a server does not answer")

// What servers ask each other, as a part of the topic.
const (
	askOpen     = "open"
	askReserve  = "reserve"
	askLookUp   = "look-up"
	askHeld     = "held"
	askEvidence = "evidence"
)

// Asked is all that servers ask each other here, for metrics.
func Asked() []string { return []string{askOpen, askReserve, askLookUp, askHeld, askEvidence} }

// question is what is asked: which fields are set depends on the topic.
type question struct {
	Room        string // id or code
	Player      string
	Spec        spec
	Reservation room.Reservation
}

// reply is the answer: a room or what it tells of itself, or the text of an error of package room.
type reply struct {
	Error    string
	Room     wireRoom
	Evidence *room.Evidence `json:",omitempty"`
}

// roomReply is the answer with a room.
func roomReply(info room.Info, err error) (reply, error) { return reply{Room: toWire(info)}, err }

// sentErrors are the errors that are known by their text on the other side.
var sentErrors = []error{
	room.ErrNotFound, room.ErrTooMany, room.ErrDraining, room.ErrConfig, room.ErrPrivateFull, room.ErrPerPlayer, room.ErrPerAddr,
	room.ErrBusy, room.ErrClosed, room.ErrFull, room.ErrStale,
}

// maxAnswering is how many questions of a kind are answered at the same time.
const maxAnswering = 64

// answer answers what other servers ask this one, if it plays rooms.
func (c *Cluster) answer() {
	if !c.fleet.cfg.Plays {
		return
	}
	here := local{&c.fleet.cfg, c.fleet.rooms}
	for what, do := range map[string]func(q *question) (reply, error){
		askOpen:    func(q *question) (reply, error) { return roomReply(here.open(q.Spec)) },
		askReserve: func(q *question) (reply, error) { return reply{}, here.reserve(q.Room, q.Reservation) },
		askLookUp:  func(q *question) (reply, error) { return roomReply(here.lookUp(q.Room)) },
		askHeld:    func(q *question) (reply, error) { return roomReply(here.held(q.Player)) },
		askEvidence: func(q *question) (reply, error) {
			told, err := here.evidence(q.Room)
			return reply{Evidence: &told}, err
		},
	} {
		err := c.bus.Answer(bus.Topic(c.fleet.cfg.Node, what), maxAnswering, func(m bus.Message) []byte {
			var q question
			if err := json.Unmarshal(m.Body, &q); err != nil {
				return encode(reply{Error: "the question cannot be read: " + err.Error()})
			}
			a, err := do(&q)
			if err != nil {
				return encode(reply{Error: err.Error()})
			}
			return encode(a)
		})
		if err != nil {
			c.cfg.Log.Error("other servers cannot open rooms here", "err", err)
		}
	}
}

// remote is another server.
type remote struct {
	cluster *Cluster
	node    string
}

func (r remote) name() string { return r.node }

func (r remote) region() (region string) {
	r.state(func(s *server) { region = s.Region })
	return region
}

// state reads what is known of the server. It may be gone meanwhile: then nothing is.
func (r remote) state(read func(*server)) {
	r.cluster.mu.Lock()
	defer r.cluster.mu.Unlock()
	if s := r.cluster.others[r.node]; s != nil {
		read(s)
	}
}

func (r remote) taken() (n int) {
	r.state(func(s *server) {
		if n = s.taken; s.Draining {
			n += 1 << 20 // behind all that do not drain
		}
	})
	return n
}

func (r remote) list() (all []room.Info) {
	r.state(func(s *server) { all = slices.Clone(s.rooms) })
	return all
}

func (r remote) address() (url string) {
	r.state(func(s *server) { url = s.URL })
	return url
}

func (r remote) reservedBy(from netip.Addr) (seats int) {
	r.state(func(s *server) { seats = s.Reserved[from] })
	return seats
}

func (r remote) lookUp(name string) (room.Info, error) {
	if room.IsID(name) && !r.opened(name) && !r.lists(name) {
		return room.Info{}, room.ErrNotFound
	}
	return r.askRoom(askLookUp, question{Room: name})
}

func (r remote) held(player string) (room.Info, error) {
	return r.askRoom(askHeld, question{Player: player})
}

func (r remote) open(s spec) (room.Info, error) {
	info, err := r.askRoom(askOpen, question{Spec: s})
	if err == nil {
		r.state(func(s *server) {
			s.taken++
			s.rooms = append(slices.Clone(s.rooms), info)
		})
	}
	return info, err
}

func (r remote) reserve(id string, p room.Reservation) error {
	_, err := r.ask(askReserve, question{Room: id, Reservation: p})
	if err == nil {
		r.state(func(s *server) { s.taken++ })
	}
	return err
}

// ask asks the server. A server that does not answer is not asked again before its next
// heartbeat.
func (r remote) ask(what string, q question) (a reply, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	start := time.Now()
	m, err := r.cluster.bus.Request(ctx, bus.Topic(r.node, what), encode(q))
	r.cluster.cfg.Metrics.ServerAsked(what, time.Since(start), err)
	if err == nil {
		err = json.Unmarshal(m.Body, &a)
	}
	if err != nil {
		r.cluster.cfg.Log.Warn("a server does not answer", "node", r.node, "what", what, "err", err)
		r.state(func(s *server) { s.gone = s.gone || errors.Is(err, bus.ErrNobody) })
		return a, errors.Join(errNoAnswer, err)
	}
	if a.Error != "" {
		return a, sentError(a.Error)
	}
	return a, nil
}

// askRoom asks for a room.
func (r remote) askRoom(what string, q question) (room.Info, error) {
	a, err := r.ask(what, q)
	if err != nil {
		return room.Info{}, err
	}
	info, ok := r.cluster.fleet.fromWire(a.Room)
	if !ok {
		return room.Info{}, room.ErrNotFound // of a mode that is not installed here
	}
	return info, nil
}

func (r remote) evidence(id string) (room.Evidence, error) {
	a, err := r.ask(askEvidence, question{Room: id})
	if err != nil || a.Evidence == nil {
		return room.Evidence{}, cmp.Or(err, errNoAnswer)
	}
	return *a.Evidence, nil
}

// sentError is the error of package room of that text.
func sentError(text string) error {
	for _, err := range sentErrors {
		if err.Error() == text {
			return err
		}
	}
	return fmt.Errorf("fleet: another server says: %s", text)
}
