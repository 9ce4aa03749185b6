package scene

import (
	"context"
	"strings"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// lounge is what goes on around the matches, whatever scene is open: what one can
// play here, who is about, what is said, and our party.
type lounge struct {
	meta    api.Meta
	queues  []api.Queue // of the server, or those that every server has
	version int         // of queues and meta
	asked   *call[api.Meta]
	next    time.Time

	wire  wire
	live  api.Status
	lit   bool // the server has told
	news  []headline
	heard int // headlines in all

	lobby chatter
	party party
}

// headline is one line of the ticker.
type headline struct {
	entry ui.LogEntry
	at    time.Time
}

const mostNews = 40

// standard are the queues until the server has told.
var standard = []api.Queue{
	{Name: "quick", Mode: "skirmish", Seats: 16, Party: 8},
	{Name: "teams", Mode: "teams", Teams: 2, Seats: 16, Party: 8},
	{Name: "duel", Mode: "duel", Rated: true, Seats: 2, Party: 2},
}

const lobbyChannel = "lobby" // of the chat that is open to all

func newLounge() *lounge { return &lounge{queues: standard, lobby: chatter{channel: lobbyChannel}} }

// update keeps everything as new as whoever looks needs it.
func (g *lounge) update(k *Kit, now time.Time) {
	g.askMeta(k, now)
	g.wire.rest(now)
	for {
		e, ok := g.wire.poll()
		if !ok {
			break
		}
		g.hear(&e)
	}
	g.party.update(k, now)
}

// look is for scenes that show the lobby, or what a party says.
func (g *lounge) look(k *Kit, now time.Time) {
	g.wire.look(k, now, g.party.talk.channel)
	g.lobby.update()
	g.party.talk.update()
}

func (g *lounge) askMeta(k *Kit, now time.Time) {
	if r, ok := g.asked.done(); ok {
		g.asked = nil
		if r.err == nil {
			g.meta = r.got
			g.version++
			if len(r.got.Queues) > 0 {
				g.queues = r.got.Queues
			}
			return
		}
	}
	if g.meta.Protocol == 0 && g.asked == nil && now.After(g.next) {
		g.next = now.Add(pollAgain)
		g.asked = peek(k, patience, func(ctx context.Context, l *lobby.Client) (api.Meta, error) { return l.Meta(ctx) })
	}
}

// hear makes a headline of an event.
func (g *lounge) hear(e *api.Live) {
	switch {
	case e.Status != nil:
		g.live, g.lit = *e.Status, true
	case e.Kill != nil:
		g.tell(e.At, killed(e.Kill))
	case e.Round != nil:
		g.tell(e.At, won(e.Round))
	case e.Board != nil:
		g.tell(e.At, climbed(e.Board))
	case e.Message != nil && e.Message.Channel == g.lobby.channel:
		g.lobby.add(*e.Message)
	case e.Message != nil && e.Message.Channel == g.party.talk.channel:
		g.party.talk.add(*e.Message)
	}
}

func (g *lounge) tell(at time.Time, e ui.LogEntry) {
	if len(g.news) == mostNews {
		g.news = append(g.news[:0], g.news[1:]...)
	}
	g.news = append(g.news, headline{e, at})
	g.heard++
}

// label is what a queue is called on a button.
func label(q *api.Queue) string { return strings.ToUpper(q.Mode) }

// about says what a queue plays, in a line. bots says whether they fill rooms here.
func about(q *api.Queue, bots bool) string {
	line := map[string]string{
		"skirmish": "Everyone for themselves, at once",
		"teams":    "Two sides around one star. Your friends' shots do you no harm",
		"duel":     "One against one, for the leaderboard",
	}[q.Mode]
	if line == "" {
		line = "A match of " + q.Mode
	}
	if bots && q.Mode == "skirmish" {
		line += ". Bots fill the empty seats"
	}
	return line
}
