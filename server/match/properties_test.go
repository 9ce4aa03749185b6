package match

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// FuzzPropose tests random queues, with many tickets, parties, regions and
// running matches.
func FuzzPropose(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		luck := rand.New(rand.NewPCG(seed, 6))
		q := drawQueue(luck)
		tickets, rooms := drawTickets(luck, q), drawRooms(luck, q)
		found, told := propose(noon, tickets, rooms, q)

		everyoneIsAccountedFor(t, tickets, found, told)
		for _, p := range found {
			if p.room == "" {
				newMatchIsFair(t, p, q)
			}
		}
		roomsAreNotOverbooked(t, found, rooms, q)
		opponentsAreAccepted(t, found, rooms, q)
		inputOrderDoesNotMatter(t, luck, tickets, rooms, q, found, told)
		placesAreByAge(t, told)
		botsComeOnTime(t, tickets, told, q)
		if q.Seats == 2 {
			nobodyIsOverlooked(t, tickets, told, q)
			explanationsAreRight(t, tickets, told, q)
		}
	})
}

func drawQueue(luck *rand.Rand) Queue {
	q := Queue{
		Seats: 2 * (1 + luck.IntN(8)), Rated: luck.IntN(2) == 0,
		fillAfter: time.Duration(luck.IntN(3)) * 20 * time.Second, minPlayers: luck.IntN(3),
		Backfill: luck.IntN(2) == 0,
	}
	q.refill = !q.Backfill && luck.IntN(2) == 0
	if luck.IntN(2) == 0 {
		q.Teams = 2
	}
	q.minPlayers = min(q.minPlayers, q.Seats)
	q.Party = 1 + luck.IntN(q.teamSize())
	if luck.IntN(3) > 0 {
		q.rating = Window{1 + 3*luck.Float64(), luck.Float64(), 5 + 20*luck.Float64()}
	}
	if luck.IntN(3) > 0 {
		q.regions, q.latency = []string{"eu", "us", "asia"}[:1+luck.IntN(3)], Window{60, 10, 200}
	}
	return q
}

func drawTickets(luck *rand.Rand, q Queue) []Ticket {
	tickets := make([]Ticket, luck.IntN(60))
	for i := range tickets {
		waited := float64(luck.IntN(80))
		var ratings []float64
		for range 1 + luck.IntN(q.Party) {
			ratings = append(ratings, math.Round(25+8*luck.NormFloat64()))
		}
		tickets[i] = party(fmt.Sprintf("t%02d", i), waited, ratings...)
		if luck.IntN(4) == 0 {
			continue
		}
		ms := map[string]int{}
		for _, region := range q.regions {
			if luck.IntN(5) > 0 {
				ms[region] = 10 + luck.IntN(300)
			}
		}
		tickets[i] = tickets[i].withLatencies(ms)
	}
	return tickets
}

func drawRooms(luck *rand.Rand, q Queue) []Room {
	rooms := make([]Room, luck.IntN(6))
	for i := range rooms {
		rooms[i].ID = fmt.Sprintf("r%d", i)
		rooms[i].Waiting = Player{ID: fmt.Sprintf("w%d", i), Rating: math.Round(25 + 8*luck.NormFloat64())}
		if len(q.regions) > 0 {
			rooms[i].Region = q.regions[luck.IntN(len(q.regions))]
		}
		for range max(q.Teams, 1) {
			people := luck.IntN(q.teamSize() + 1)
			rooms[i].Teams = append(rooms[i].Teams, TeamState{Free: q.teamSize() - people, Players: people, points: luck.IntN(10)})
		}
	}
	return rooms
}

func everyoneIsAccountedFor(t *testing.T, tickets []Ticket, found []proposal, told []explanation) {
	seen := map[string]int{}
	players := map[string]int{}
	for _, p := range found {
		for _, e := range p.entries {
			seen[e.id]++
			for _, one := range e.players {
				players[one.ID]++
			}
		}
	}
	for _, e := range told {
		seen[e.Ticket]++
	}
	for _, ticket := range tickets {
		if seen[ticket.id] != 1 {
			t.Errorf("ticket %s comes out %d times, want once", ticket.id, seen[ticket.id])
		}
	}
	for id, n := range players {
		if n > 1 {
			t.Errorf("player %s is in %d proposals", id, n)
		}
	}
	if len(seen) != len(tickets) {
		t.Errorf("%d tickets come out of %d", len(seen), len(tickets))
	}
}

func newMatchIsFair(t *testing.T, p proposal, q Queue) {
	people, oldest := 0, time.Duration(0)
	teams := map[int]int{}
	for i, e := range p.entries {
		people += len(e.players)
		teams[e.team] += len(e.players)
		oldest = max(oldest, e.waited(noon))
		if !acceptsRegion(e.Ticket, p.region, q) {
			t.Errorf("ticket %s is sent to %q with %v", e.id, p.region, e.latencies)
		}
		for _, other := range p.entries[:i] {
			if !accepts(e.Ticket, other.Ticket, q) || !accepts(other.Ticket, e.Ticket, q) {
				t.Errorf("%s of %v meets %s of %v", e.id, e.rating(), other.id, other.rating())
			}
		}
	}
	if people > q.Seats || people < q.Seats && (q.minPlayers == 0 || people < q.minPlayers || oldest < q.fillAfter) {
		t.Errorf("a match of %d people after %v, in a queue of %d seats that fills from %d after %v", people, oldest, q.Seats, q.minPlayers, q.fillAfter)
	}
	for team, n := range teams {
		if team < min(q.Teams, 1) || team > q.Teams || n > q.teamSize() {
			t.Errorf("%d people on team %d of %d", n, team, q.Teams)
		}
	}
	friends := len(p.entries) == 1 && people == q.Seats
	if p.private != friends {
		t.Errorf("match of %d tickets for %d people in %d seats: private %v", len(p.entries), people, q.Seats, p.private)
	}
	if p.bots != (people < q.Seats || q.Backfill && q.minPlayers > 0) || p.rated != (q.Rated && !friends && (q.Backfill || !p.bots)) {
		t.Errorf("match of %d in %d seats: bots %v, rated %v", people, q.Seats, p.bots, p.rated)
	}
	if p.quality < 0 || p.quality > 1 {
		t.Errorf("quality %v", p.quality)
	}
}

// accepts reports whether a accepts b, computed from the rules and without a tree.
func accepts(a, b Ticket, q Queue) bool {
	return math.Abs(a.rating()-b.rating()) <= q.rating.widthAt(a.waited(noon))+1e-9
}

func acceptsRegion(ticket Ticket, region string, q Queue) bool {
	if len(ticket.latencies) == 0 || len(q.regions) == 0 {
		return true
	}
	nearest, farthest := time.Duration(math.MaxInt64), time.Duration(q.latency.Max)*time.Millisecond
	for _, d := range ticket.latencies {
		nearest, farthest = min(nearest, d), max(farthest, d)
	}
	d, known := ticket.latencies[region]
	if !known {
		d = farthest
	}
	return d == nearest || d.Seconds()*1000 <= q.latency.widthAt(ticket.waited(noon))
}

// opponentsAreAccepted checks that no ticket was sent to an opponent that it does not
// accept.
func opponentsAreAccepted(t *testing.T, found []proposal, rooms []Room, q Queue) {
	for _, p := range found {
		if p.room == "" || !q.refill || q.rating == (Window{}) {
			continue
		}
		r := rooms[slices.IndexFunc(rooms, func(r Room) bool { return r.ID == p.room })]
		if e := p.entries[0]; math.Abs(e.rating()-r.Waiting.Rating) > q.rating.widthAt(e.waited(noon))+1e-9 {
			t.Errorf("%s of %v is sent to somebody of %v", e.id, e.rating(), r.Waiting.Rating)
		}
	}
}

func roomsAreNotOverbooked(t *testing.T, found []proposal, rooms []Room, q Queue) {
	free := map[string]int{}
	for _, r := range rooms {
		for i, s := range r.Teams {
			free[fmt.Sprint(r.ID, min(i+1, (i+1)*q.Teams))] = s.Free
		}
	}
	for _, p := range found {
		for _, e := range p.entries {
			if p.room == "" {
				continue
			}
			team := fmt.Sprint(p.room, e.team)
			if free[team] -= len(e.players); free[team] < 0 {
				t.Errorf("team %s is overbooked by %d", team, -free[team])
			}
		}
	}
}

func inputOrderDoesNotMatter(t *testing.T, luck *rand.Rand, tickets []Ticket, rooms []Room, q Queue, found []proposal, told []explanation) {
	shuffled := slices.Clone(tickets)
	luck.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	again, saidAgain := propose(noon, shuffled, rooms, q)
	if !reflect.DeepEqual(again, found) || !reflect.DeepEqual(saidAgain, told) {
		t.Error("the same tickets in another order have other matches")
	}
}

func placesAreByAge(t *testing.T, told []explanation) {
	for i, e := range told {
		if e.Position != i+1 || e.Queued != len(told) {
			t.Errorf("explanation %d tells of place %d of %d", i, e.Position, e.Queued)
		}
		if i > 0 && told[i-1].Waited < e.Waited {
			t.Errorf("place %d has waited %v, the next one %v", i, told[i-1].Waited, e.Waited)
		}
	}
}

// botsComeOnTime checks that in queues with bots all tickets play that have waited long
// enough and have enough players.
func botsComeOnTime(t *testing.T, tickets []Ticket, told []explanation, q Queue) {
	for _, e := range told {
		if n := len(findTicket(tickets, e.Ticket).players); q.minPlayers > 0 && n >= q.minPlayers && e.Waited >= q.fillAfter {
			t.Errorf("%s, of %d, waits on after %v: want bots after %v", e.Ticket, n, e.Waited, q.fillAfter)
		}
	}
}

// nobodyIsOverlooked checks for duels that no two of the remaining tickets could be
// matched.
func nobodyIsOverlooked(t *testing.T, tickets []Ticket, told []explanation, q Queue) {
	var left []Ticket
	for _, e := range told {
		left = append(left, findTicket(tickets, e.Ticket))
	}
	for i, a := range left {
		for _, b := range left[:i] {
			regions := q.regions
			if len(regions) == 0 {
				regions = []string{""}
			}
			together := slices.ContainsFunc(regions, func(r string) bool { return acceptsRegion(a, r, q) && acceptsRegion(b, r, q) })
			apart := math.Abs(a.rating()-b.rating()) - min(q.rating.widthAt(a.waited(noon)), q.rating.widthAt(b.waited(noon)))
			if together && apart < -1e-9 {
				t.Errorf("%s and %s stay and could have met", a.id, b.id)
			}
		}
	}
}

// explanationsAreRight checks that a ticket is matched at the time that its explanation
// says, if all others stay.
func explanationsAreRight(t *testing.T, tickets []Ticket, told []explanation, q Queue) {
	for _, e := range told {
		if e.NearMiss.Opens == 0 || e.NearMiss.Why != nearMissRating || len(q.regions) > 1 {
			continue
		}
		a := findTicket(tickets, e.Ticket)
		later := noon.Add(e.NearMiss.Opens + time.Millisecond)
		met := false
		for _, other := range told {
			if other.Ticket == e.Ticket {
				continue
			}
			pair := q
			pair.minPlayers = 0
			found, _ := propose(later, []Ticket{a, findTicket(tickets, other.Ticket)}, nil, pair)
			met = met || slices.ContainsFunc(found, func(p proposal) bool { return len(p.entries) == 2 })
		}
		if !met {
			t.Errorf("%s was told %+v and meets nobody then", e.Ticket, e.NearMiss)
		}
	}
}

func findTicket(tickets []Ticket, id string) Ticket {
	return tickets[slices.IndexFunc(tickets, func(t Ticket) bool { return t.id == id })]
}
