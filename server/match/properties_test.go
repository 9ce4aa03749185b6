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
		found, told := Propose(noon, tickets, rooms, q)

		everyoneIsAccountedFor(t, tickets, found, told)
		for _, p := range found {
			if p.Room == "" {
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
		FillAfter: time.Duration(luck.IntN(3)) * 20 * time.Second, MinPlayers: luck.IntN(3),
		Backfill: luck.IntN(2) == 0,
	}
	q.Refill = !q.Backfill && luck.IntN(2) == 0
	if luck.IntN(2) == 0 {
		q.Teams = 2
	}
	q.MinPlayers = min(q.MinPlayers, q.Seats)
	q.Party = 1 + luck.IntN(q.teamSize())
	if luck.IntN(3) > 0 {
		q.Rating = Window{1 + 3*luck.Float64(), luck.Float64(), 5 + 20*luck.Float64()}
	}
	if luck.IntN(3) > 0 {
		q.Regions, q.Latency = []string{"eu", "us", "asia"}[:1+luck.IntN(3)], Window{60, 10, 200}
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
		for _, region := range q.Regions {
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
		rooms[i].Waiting = Player{fmt.Sprintf("w%d", i), math.Round(25 + 8*luck.NormFloat64())}
		if len(q.Regions) > 0 {
			rooms[i].Region = q.Regions[luck.IntN(len(q.Regions))]
		}
		for range max(q.Teams, 1) {
			people := luck.IntN(q.teamSize() + 1)
			rooms[i].Teams = append(rooms[i].Teams, TeamState{Free: q.teamSize() - people, Players: people, Points: luck.IntN(10)})
		}
	}
	return rooms
}

func everyoneIsAccountedFor(t *testing.T, tickets []Ticket, found []Proposal, told []Explanation) {
	seen := map[string]int{}
	players := map[string]int{}
	for _, p := range found {
		for _, e := range p.Entries {
			seen[e.ID]++
			for _, one := range e.Players {
				players[one.ID]++
			}
		}
	}
	for _, e := range told {
		seen[e.Ticket]++
	}
	for _, ticket := range tickets {
		if seen[ticket.ID] != 1 {
			t.Errorf("ticket %s comes out %d times, want once", ticket.ID, seen[ticket.ID])
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

func newMatchIsFair(t *testing.T, p Proposal, q Queue) {
	people, oldest := 0, time.Duration(0)
	teams := map[int]int{}
	for i, e := range p.Entries {
		people += len(e.Players)
		teams[e.Team] += len(e.Players)
		oldest = max(oldest, e.waited(noon))
		if !acceptsRegion(e.Ticket, p.Region, q) {
			t.Errorf("ticket %s is sent to %q with %v", e.ID, p.Region, e.Latencies)
		}
		for _, other := range p.Entries[:i] {
			if !accepts(e.Ticket, other.Ticket, q) || !accepts(other.Ticket, e.Ticket, q) {
				t.Errorf("%s of %v meets %s of %v", e.ID, e.Rating(), other.ID, other.Rating())
			}
		}
	}
	if people > q.Seats || people < q.Seats && (q.MinPlayers == 0 || people < q.MinPlayers || oldest < q.FillAfter) {
		t.Errorf("a match of %d people after %v, in a queue of %d seats that fills from %d after %v", people, oldest, q.Seats, q.MinPlayers, q.FillAfter)
	}
	for team, n := range teams {
		if team < min(q.Teams, 1) || team > q.Teams || n > q.teamSize() {
			t.Errorf("%d people on team %d of %d", n, team, q.Teams)
		}
	}
	friends := len(p.Entries) == 1 && people == q.Seats
	if p.Private != friends {
		t.Errorf("match of %d tickets for %d people in %d seats: private %v", len(p.Entries), people, q.Seats, p.Private)
	}
	if p.Bots != (people < q.Seats || q.Backfill && q.MinPlayers > 0) || p.Rated != (q.Rated && !friends && (q.Backfill || !p.Bots)) {
		t.Errorf("match of %d in %d seats: bots %v, rated %v", people, q.Seats, p.Bots, p.Rated)
	}
	if p.Quality < 0 || p.Quality > 1 {
		t.Errorf("quality %v", p.Quality)
	}
}

// accepts reports whether a accepts b, computed from the rules and without a tree.
func accepts(a, b Ticket, q Queue) bool {
	return math.Abs(a.Rating()-b.Rating()) <= q.Rating.At(a.waited(noon))+1e-9
}

func acceptsRegion(ticket Ticket, region string, q Queue) bool {
	if len(ticket.Latencies) == 0 || len(q.Regions) == 0 {
		return true
	}
	nearest, farthest := time.Duration(math.MaxInt64), time.Duration(q.Latency.Max)*time.Millisecond
	for _, d := range ticket.Latencies {
		nearest, farthest = min(nearest, d), max(farthest, d)
	}
	d, known := ticket.Latencies[region]
	if !known {
		d = farthest
	}
	return d == nearest || d.Seconds()*1000 <= q.Latency.At(ticket.waited(noon))
}

// opponentsAreAccepted checks that no ticket was sent to an opponent that it does not
// accept.
func opponentsAreAccepted(t *testing.T, found []Proposal, rooms []Room, q Queue) {
	for _, p := range found {
		if p.Room == "" || !q.Refill || q.Rating == (Window{}) {
			continue
		}
		r := rooms[slices.IndexFunc(rooms, func(r Room) bool { return r.ID == p.Room })]
		if e := p.Entries[0]; math.Abs(e.Rating()-r.Waiting.Rating) > q.Rating.At(e.waited(noon))+1e-9 {
			t.Errorf("%s of %v is sent to somebody of %v", e.ID, e.Rating(), r.Waiting.Rating)
		}
	}
}

func roomsAreNotOverbooked(t *testing.T, found []Proposal, rooms []Room, q Queue) {
	free := map[string]int{}
	for _, r := range rooms {
		for i, s := range r.Teams {
			free[fmt.Sprint(r.ID, min(i+1, (i+1)*q.Teams))] = s.Free
		}
	}
	for _, p := range found {
		for _, e := range p.Entries {
			if p.Room == "" {
				continue
			}
			team := fmt.Sprint(p.Room, e.Team)
			if free[team] -= len(e.Players); free[team] < 0 {
				t.Errorf("team %s is overbooked by %d", team, -free[team])
			}
		}
	}
}

func inputOrderDoesNotMatter(t *testing.T, luck *rand.Rand, tickets []Ticket, rooms []Room, q Queue, found []Proposal, told []Explanation) {
	shuffled := slices.Clone(tickets)
	luck.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	again, saidAgain := Propose(noon, shuffled, rooms, q)
	if !reflect.DeepEqual(again, found) || !reflect.DeepEqual(saidAgain, told) {
		t.Error("the same tickets in another order have other matches")
	}
}

func placesAreByAge(t *testing.T, told []Explanation) {
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
func botsComeOnTime(t *testing.T, tickets []Ticket, told []Explanation, q Queue) {
	for _, e := range told {
		if n := len(findTicket(tickets, e.Ticket).Players); q.MinPlayers > 0 && n >= q.MinPlayers && e.Waited >= q.FillAfter {
			t.Errorf("%s, of %d, waits on after %v: want bots after %v", e.Ticket, n, e.Waited, q.FillAfter)
		}
	}
}

// nobodyIsOverlooked checks for duels that no two of the remaining tickets could be
// matched.
func nobodyIsOverlooked(t *testing.T, tickets []Ticket, told []Explanation, q Queue) {
	var left []Ticket
	for _, e := range told {
		left = append(left, findTicket(tickets, e.Ticket))
	}
	for i, a := range left {
		for _, b := range left[:i] {
			regions := q.Regions
			if len(regions) == 0 {
				regions = []string{""}
			}
			together := slices.ContainsFunc(regions, func(r string) bool { return acceptsRegion(a, r, q) && acceptsRegion(b, r, q) })
			apart := math.Abs(a.Rating()-b.Rating()) - min(q.Rating.At(a.waited(noon)), q.Rating.At(b.waited(noon)))
			if together && apart < -1e-9 {
				t.Errorf("%s and %s stay and could have met", a.ID, b.ID)
			}
		}
	}
}

// explanationsAreRight checks that a ticket is matched at the time that its explanation
// says, if all others stay.
func explanationsAreRight(t *testing.T, tickets []Ticket, told []Explanation, q Queue) {
	for _, e := range told {
		if e.NearMiss.Opens == 0 || e.NearMiss.Why != NearMissRating || len(q.Regions) > 1 {
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
			pair.MinPlayers = 0
			found, _ := Propose(later, []Ticket{a, findTicket(tickets, other.Ticket)}, nil, pair)
			met = met || slices.ContainsFunc(found, func(p Proposal) bool { return len(p.Entries) == 2 })
		}
		if !met {
			t.Errorf("%s was told %+v and meets nobody then", e.Ticket, e.NearMiss)
		}
	}
}

func findTicket(tickets []Ticket, id string) Ticket {
	return tickets[slices.IndexFunc(tickets, func(t Ticket) bool { return t.ID == id })]
}
