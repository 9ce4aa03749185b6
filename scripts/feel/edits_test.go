package feel

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/server/play/room"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

const (
	builders = 8               // seats of those who edit; as many others only fly
	warmup   = 4 * time.Second // until there is a log for good
	oneWay   = 30 * time.Millisecond
	mostLate = 2*oneWay + 100*time.Millisecond // until a change is on all screens
)

// editSession is eight who edit while eight fly, all by the real netcode, and what is known of it.
type editSession struct {
	t       *testing.T
	server  *harness.MemoryServer
	luck    *rand.Rand
	now     time.Time
	fliers  []*flier
	logs    [][]byte // of the room
	asked   map[edit]time.Time
	made    map[edit]bool // the server has said so to its author
	slowest time.Duration
}

// edit is a change: the numbers of who has left for good, and come back, begin anew.
type edit struct {
	name   string
	life   int
	number uint32
}

type flier struct {
	*harness.Client
	n       int
	key     string // of the link that it has followed
	line    *netsim.Conn
	back    time.Time       // when it connects again; zero: it is connected
	lines   int             // connections so far
	life    int             // how often it has taken a seat
	pending *netcode.Client // of the line that broke
	joined  time.Time
}

// Kept is room.Journal's.
func (s *editSession) Kept() int { return math.MaxInt }

// Write keeps the log. It is room.Journal's, as Close is.
func (s *editSession) Write(p *room.LogPart) error {
	if p.Begin {
		s.logs = append(s.logs, nil)
	}
	last := len(s.logs) - 1
	s.logs[last] = append(s.logs[last], p.Bytes...)
	return nil
}

func (s *editSession) Close(room.JournalEnd) bool { return false }

func (f *flier) name() string { return fmt.Sprint("pilot ", f.n) }

func (f *flier) edit(number uint32) edit { return edit{f.name(), f.life, number} }

func (s *editSession) connect(f *flier) {
	f.lines++
	if f.pending == nil {
		f.life++
	}
	f.line = s.server.Connect(f.name(), netsim.Symmetric(2*oneWay, 0, 0), uint64(f.n<<8+f.lines))
	luck := rand.New(rand.NewPCG(uint64(f.n), uint64(f.lines)))
	var in sim.Input
	c, err := harness.NewClient(f.line, harness.Options{Build: "edits", Key: f.key, Input: func(*netcode.View, time.Time) sim.Input {
		if luck.IntN(20) == 0 {
			in.Axes = ships.Axes(int8(luck.IntN(255)-127), int8(luck.IntN(255)-127), uint16(luck.IntN(1<<16)))
			in.Buttons = sim.Buttons(luck.IntN(16))
		}
		return in
	}})
	if err != nil {
		s.t.Fatal(err)
	}
	if f.pending != nil {
		c.Netcode.TakeEdits(f.pending)
		f.pending = nil
	}
	f.Client, f.back, f.joined = c, time.Time{}, s.now
}

// frame plays a frame of a client.
func (s *editSession) frame(f *flier) {
	if !f.back.IsZero() {
		if s.now.After(f.back) {
			s.connect(f)
		}
		return
	}
	if err := f.PlayFrame(s.now); err != nil {
		s.t.Fatalf("flier %d: %v", f.n, err)
	}
	for _, m := range f.View.Edits.Made {
		by := slices.IndexFunc(s.fliers, func(o *flier) bool { return o.View != nil && o.back.IsZero() && o.View.Me == m.By })
		if by < 0 {
			continue
		}
		if at, ok := s.asked[s.fliers[by].edit(m.Number)]; ok && f.joined.Before(at) && s.fliers[by].joined.Before(at) {
			s.slowest = max(s.slowest, s.now.Sub(at))
		}
	}
	for _, d := range f.View.Edits.Answers {
		if d.Refusal == protocol.EditMade {
			s.made[f.edit(d.Number)] = true
		}
		if d.Refusal == protocol.EditTooMany {
			s.t.Errorf("flier %d: too many edits", f.n)
		}
	}
	for _, l := range f.View.Roster {
		if f.View.Edits.Rights.Role == protocol.RoleOwner && l.Role == protocol.RoleFlyer && l.Name < fmt.Sprint("pilot ", 1+builders) && s.luck.IntN(30) == 0 {
			_ = f.Netcode.Grant(l.ID, protocol.RoleEditor)
		}
	}
}

// change makes a random edit, perhaps.
func (s *editSession) change(f *flier) {
	if f.View == nil || f.View.Edits.Rights.Role == protocol.RoleFlyer || f.View.Config.Arena == nil {
		return
	}
	l := f.View.Config.Arena.Layout.(*layout.Arena)
	number, err := f.Netcode.Edit(layout.AppendChange(nil, []layout.Edit{randomEdit(s.luck, l)}))
	if err == nil {
		s.asked[f.edit(number)] = s.now
		_ = f.Netcode.Point(&protocol.Cursor{Here: true, X: int32(s.luck.IntN(999))})
	}
}

func randomEdit(r *rand.Rand, l *layout.Arena) layout.Edit {
	if n := len(l.Rocks); r.IntN(3) > 0 && n > 0 {
		id := l.Rocks[r.IntN(n)].ID
		switch r.IntN(4) {
		case 0:
			return layout.Edit{Op: layout.Remove, Object: id}
		case 1:
			return layout.Edit{Op: layout.Set, Object: id, Field: "radius", Value: fmt.Sprint(20 + r.IntN(100))}
		}
		return layout.Edit{Op: layout.Set, Object: id, Field: "phase", Value: fmt.Sprint(r.IntN(1 << 16))}
	}
	if r.IntN(4) == 0 {
		return layout.Edit{Op: layout.Set, Object: l.Stars[0].ID, Field: "pull", Value: fmt.Sprint(500 + r.IntN(1000))}
	}
	return layout.Edit{Op: layout.Add, List: "rocks", Value: fmt.Sprintf(`{"id":"r%d","distance":%d,"phase":%d,"period":400}`, r.IntN(300), 905+r.IntN(45), r.IntN(1<<16))}
}

// mishap breaks a line, or lets somebody leave for good; they come back.
func (s *editSession) mishap() {
	f := s.fliers[1+s.luck.IntN(len(s.fliers)-1)]
	if !f.back.IsZero() {
		return
	}
	if s.luck.IntN(3) == 0 {
		f.Quit()
		for e := range s.asked {
			if e.name == f.name() && !s.made[e] {
				delete(s.asked, e) // nobody waits for the answer
			}
		}
	} else {
		f.pending = f.Netcode
		f.Client.Close(transport.Abnormal)
	}
	f.back = s.now.Add(time.Duration(200+s.luck.IntN(2_000)) * time.Millisecond)
}

func (s *editSession) play(length time.Duration) {
	begin := time.Now().Add(warmup)
	for s.now = time.Now(); s.now.Sub(begin) < length+3*time.Second; s.now = time.Now() {
		calm := s.now.Before(begin) || s.now.Sub(begin) > length // then all come to rest
		for _, f := range s.fliers {
			s.frame(f)
			if !calm && f.back.IsZero() && s.luck.IntN(20) == 0 {
				s.change(f)
			}
		}
		if !calm && s.luck.IntN(120) == 0 {
			s.mishap()
		}
		time.Sleep(screen)
	}
}

// check compares what all have at the end, and plays the log again.
func (s *editSession) check() {
	text := s.fliers[0].View.Config.Arena.Layout.(*layout.Arena).Text()
	for _, f := range s.fliers {
		v := f.View
		if got := v.Config.Arena.Layout.(*layout.Arena).Text(); got != text || v.Edits.Waiting > 0 {
			s.t.Errorf("flier %d has another arena, or waits for %d answers\n%s\n%s", f.n, v.Edits.Waiting, got, text)
		}
		if v.Stats.Corrupt > 0 {
			s.t.Errorf("flier %d: %d snapshots did not apply", f.n, v.Stats.Corrupt)
		}
		f.Quit()
	}
	if err := s.server.Close(context.Background()); err != nil {
		s.t.Error(err)
	}
	times, lives := map[edit]int{}, map[string]int{}
	for _, log := range s.logs {
		rep, err := replay.Verify(bytes.NewReader(log), games.All)
		if err != nil {
			s.t.Errorf("the log does not verify: %+v, %v", rep, err)
		}
		s.count(log, times, lives)
	}
	for e := range s.asked {
		if s.made[e] != (times[e] > 0) || times[e] > 1 {
			s.t.Errorf("change %v was made %d times, and its author heard %v", e, times[e], s.made[e])
		}
	}
	s.t.Logf("%d changes, %d bytes of arena, the slowest on all screens after %v", len(times), len(text), s.slowest)
	if len(times) < 50 {
		s.t.Errorf("%d changes were made", len(times))
	}
	if s.slowest > mostLate {
		s.t.Errorf("a change was on a screen after %v, want %v", s.slowest, mostLate)
	}
}

// count counts the changes in a log.
func (s *editSession) count(log []byte, times map[edit]int, lives map[string]int) {
	names, came := map[sim.PlayerID]string{}, map[sim.PlayerID]bool{}
	r, err := replay.NewReader(bytes.NewReader(log), games.All)
	for err == nil {
		var rec replay.Record
		if rec, err = r.Next(); err != nil {
			break
		}
		switch p := rec.Player; {
		case rec.Op == replay.OpJoin:
			came[p] = true
		case rec.Op == replay.OpSeat:
			if names[p] = rec.Seat.Name; came[p] {
				lives[names[p]]++
			}
			came[p] = false
		case rec.Op == replay.OpEdit:
			times[edit{names[p], lives[names[p]], rec.Edit.Number}]++
		}
	}
	if !errors.Is(err, io.EOF) {
		s.t.Error(err)
	}
}

// Eight edit while eight fly, lines break, and people leave and come: all have the same arena, no
// snapshot fails to apply, no change that was answered is lost or made twice, and the log verifies.
// PERIHELION_EDITS is for how long instead of a few seconds: 10m, in virtual time.
func TestEightEditWhileEightFly(t *testing.T) {
	length := 6 * time.Second
	if long, err := time.ParseDuration(os.Getenv("PERIHELION_EDITS")); err == nil {
		length = long
	}
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 2*builders, nil)
		s.play(length)
		s.check()
	})
}
