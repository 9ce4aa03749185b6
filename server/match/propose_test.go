package match

import (
	"math"
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// duel and squads are queues for tests: their windows widen by whole steps.
var (
	duel   = Queue{Name: "duel", Mode: "duel", Seats: 2, Party: 1, Rated: true, rating: Window{2, 0.5, 15}}
	squads = Queue{Name: "squads", Mode: "teams", Teams: 2, Seats: 4, Party: 2, fillAfter: 20 * time.Second, minPlayers: 1}
)

// solo is the ticket of one player, who has waited for some seconds.
func solo(id string, rating, waited float64) Ticket {
	return Ticket{id: id, players: []Player{{ID: id, Rating: rating}}, created: noon.Add(-time.Duration(waited * float64(time.Second)))}
}

func party(id string, waited float64, ratings ...float64) Ticket {
	t := solo(id, 0, waited)
	t.players = nil
	for i, r := range ratings {
		t.players = append(t.players, Player{ID: id + string(rune('a'+i)), Rating: r})
	}
	return t
}

func (t Ticket) withLatencies(ms map[string]int) Ticket {
	t.latencies = map[string]time.Duration{}
	for region, n := range ms {
		t.latencies[region] = time.Duration(n) * time.Millisecond
	}
	return t
}

// ticketIDs lists the tickets of each proposal, in order.
func ticketIDs(found []proposal) (all [][]string) {
	for _, p := range found {
		var one []string
		for _, e := range p.entries {
			one = append(one, e.id)
		}
		slices.Sort(one)
		all = append(all, one)
	}
	return all
}

func TestDuelsAreFoundWithinTheWindowsOfBoth(t *testing.T) {
	tests := []struct {
		name    string
		tickets []Ticket
		want    [][]string
	}{
		{"nobody waits", nil, nil},
		{"one alone waits on", []Ticket{solo("a", 25, 80)}, nil},
		{"equals meet at once", []Ticket{solo("a", 25, 0), solo("b", 26, 0)}, [][]string{{"a", "b"}}},
		{"strangers to each other wait", []Ticket{solo("a", 25, 0), solo("b", 28, 0)}, nil},
		{"a wide window does not open a narrow one", []Ticket{solo("a", 25, 60), solo("b", 28, 0)}, nil},
		{"when both are wide enough they meet", []Ticket{solo("a", 25, 60), solo("b", 28, 2)}, [][]string{{"a", "b"}}},
		{"no window grows for ever", []Ticket{solo("a", 10, 900), solo("b", 25.1, 900)}, nil},
		{"the nearest is chosen", []Ticket{solo("a", 25, 9), solo("b", 26, 0), solo("c", 25.5, 0)}, [][]string{{"a", "c"}}},
		{"among equals, who has waited longer", []Ticket{solo("a", 25, 9), solo("b", 25, 0), solo("c", 25, 1)}, [][]string{{"a", "c"}}},
		{"who has waited longest chooses first", []Ticket{solo("a", 25, 0), solo("b", 25.5, 1), solo("c", 26.4, 2)}, [][]string{{"b", "c"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, _ := propose(noon, tt.tickets, nil, duel)
			if got := ticketIDs(found); !slices.EqualFunc(got, tt.want, slices.Equal) {
				t.Errorf("proposed %v, want %v", got, tt.want)
			}
			for _, p := range found {
				if !p.rated || p.bots || p.room != "" || p.quality <= 0 || p.quality > 1 {
					t.Errorf("proposal %+v: want a rated match of two in a new room", p)
				}
			}
		})
	}
}

func TestADuelIsHeldWhereBothMayGo(t *testing.T) {
	q := duel
	q.regions, q.latency = []string{"eu", "us"}, Window{80, 10, 200}
	tests := []struct {
		name string
		a, b Ticket
		want string
	}{
		{"in the region that both are near", solo("a", 25, 0).withLatencies(map[string]int{"eu": 20, "us": 75}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 60, "us": 10}), "eu"},
		{"where the farther of the two is nearest", solo("a", 25, 0).withLatencies(map[string]int{"eu": 5, "us": 60}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 70, "us": 60}), "us"},
		{"in the only one that both accept", solo("a", 25, 0).withLatencies(map[string]int{"eu": 20, "us": 79}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 90, "us": 10}), "us"},
		{"nowhere while an ocean lies between", solo("a", 25, 0).withLatencies(map[string]int{"eu": 20, "us": 120}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 120, "us": 20}), ""},
		{"across it after a while", solo("a", 25, 4).withLatencies(map[string]int{"eu": 20, "us": 120}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 120, "us": 20}), "us"},
		{"wherever the other is, without a measurement", solo("a", 25, 0), solo("b", 25, 0).withLatencies(map[string]int{"eu": 150, "us": 20}), "us"},
		{"in the nearest, however far", solo("a", 25, 0).withLatencies(map[string]int{"eu": 400, "us": 900}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 20, "us": 70}), "eu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, _ := propose(noon, []Ticket{tt.a, tt.b}, nil, q)
			got := ""
			if len(found) == 1 {
				got = found[0].region
			}
			if got != tt.want {
				t.Errorf("held in %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBotsFillAMatchAfterAWaitAndItIsNotRated(t *testing.T) {
	q := duel
	q.fillAfter, q.minPlayers = 30*time.Second, 1
	if found, _ := propose(noon, []Ticket{solo("a", 25, 29)}, nil, q); found != nil {
		t.Errorf("after 29 s of 30: %v, want nothing", found)
	}
	found, _ := propose(noon, []Ticket{solo("a", 25, 30)}, nil, q)
	if len(found) != 1 || !found[0].bots || found[0].rated {
		t.Errorf("after 30 s: %+v, want an unrated match with a bot", found)
	}
	found, _ = propose(noon, []Ticket{solo("a", 25, 30), solo("b", 25, 0)}, nil, q)
	if len(found) != 1 || found[0].bots || !found[0].rated {
		t.Errorf("with an equal there: %+v, want a rated match of people", found)
	}
}

func TestTeamsAreEvenAndPartiesWhole(t *testing.T) {
	tests := []struct {
		name    string
		tickets []Ticket
		seats   int
		gap     float64 // between the sums of the teams, at most
	}{
		{"four pilots in a snake", []Ticket{solo("a", 40, 3), solo("b", 30, 2), solo("c", 20, 1), solo("d", 10, 0)}, 4, 0},
		{"one ace is worth three", []Ticket{solo("a", 45, 3), solo("b", 15, 2), solo("c", 15, 1), solo("d", 15, 0)}, 4, 30},
		{"swaps beat the snake", []Ticket{solo("a", 10, 5), solo("b", 9, 4), solo("c", 5, 3), solo("d", 4, 2), solo("e", 4, 1), solo("f", 2, 0)}, 6, 0},
		{"a party against two who are alone", []Ticket{party("p", 3, 25, 25), solo("c", 26, 1), solo("d", 25, 0)}, 4, 1},
		{"two parties and two strays", []Ticket{party("p", 3, 30, 30), party("r", 3, 20, 20), solo("c", 30, 1), solo("d", 20, 0)}, 6, 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := squads
			q.Seats = tt.seats
			found, _ := propose(noon, tt.tickets, nil, q)
			if len(found) != 1 || len(found[0].entries) != len(tt.tickets) {
				t.Fatalf("proposed %v, want one match of all", ticketIDs(found))
			}
			sums, people := [2]float64{}, [2]int{}
			for _, e := range found[0].entries {
				sums[e.team-1] += e.strength()
				people[e.team-1] += len(e.players)
			}
			if people[0] != people[1] {
				t.Errorf("%d against %d people", people[0], people[1])
			}
			if got := math.Abs(sums[0] - sums[1]); got > tt.gap+1e-9 {
				t.Errorf("sides are %v apart, want %v at most", got, tt.gap)
			}
		})
	}
}

func TestMatchesThatHaveBegunAreFilledFirst(t *testing.T) {
	quick := Instant("quick", "skirmish", 0, 4)
	ffa := func(id string, free, people int) Room {
		return Room{ID: id, Teams: []TeamState{{Free: free, Players: people}}}
	}
	tests := []struct {
		name    string
		q       Queue
		rooms   []Room
		tickets []Ticket
		want    []string // room and team by ticket, in order of age
	}{
		{"the fullest first", quick, []Room{ffa("r", 3, 1), ffa("s", 2, 2)}, []Ticket{solo("a", 25, 1)}, []string{"s0"}},
		{"the older of equals", quick, []Room{ffa("r", 3, 1), ffa("s", 3, 1)}, []Ticket{solo("a", 25, 1)}, []string{"r0"}},
		{"then whichever is fullest by now", quick, []Room{ffa("r", 2, 2), ffa("s", 1, 3)}, []Ticket{solo("a", 25, 2), solo("b", 25, 1)}, []string{"s0", "r0"}},
		{"a party where all of it fits", quick, []Room{ffa("r", 1, 3), ffa("s", 2, 2)}, []Ticket{party("p", 1, 25, 25)}, []string{"s0"}},
		{"a new room when none is left", quick, []Room{ffa("r", 1, 3)}, []Ticket{solo("a", 25, 2), solo("b", 25, 1)}, []string{"r0", "0"}},
		{"the team with fewer people", Instant("teams", "teams", 2, 8), []Room{{ID: "r", Teams: []TeamState{{2, 2, 0}, {3, 1, 9}}}}, []Ticket{solo("a", 25, 1)}, []string{"r2"}},
		{"of equal teams the one behind", Instant("teams", "teams", 2, 8), []Room{{ID: "r", Teams: []TeamState{{3, 1, 9}, {3, 1, 5}}}}, []Ticket{solo("a", 25, 1)}, []string{"r2"}},
		{"a party on one team", Instant("teams", "teams", 2, 8), []Room{{ID: "r", Teams: []TeamState{{3, 1, 0}, {1, 3, 0}}}}, []Ticket{party("p", 1, 25, 25)}, []string{"r1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, _ := propose(noon, tt.tickets, tt.rooms, tt.q)
			var got []string
			for _, p := range found {
				got = append(got, p.room+string(rune('0'+p.entries[0].team)))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("sent to %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhoseOpponentHasGoneGetsTheNextWhoSuits(t *testing.T) {
	q := Paired("duel", "duel", Pace{Window{2, 0.5, 15}, 30 * time.Second, 90 * time.Second})
	left := func(id, player string, rating float64) Room {
		return Room{ID: id, Teams: []TeamState{{Free: 1, Players: 1}}, Waiting: Player{ID: player, Rating: rating}}
	}
	tests := []struct {
		name    string
		rooms   []Room
		tickets []Ticket
		want    []string // rooms, and whoever goes there
	}{
		{"who suits", []Room{left("r", "x", 26)}, []Ticket{solo("a", 25, 0)}, []string{"r a"}},
		{"not who does not", []Room{left("r", "x", 30)}, []Ticket{solo("a", 25, 0)}, nil},
		{"but later", []Room{left("r", "x", 30)}, []Ticket{solo("a", 25, 6)}, []string{"r a"}},
		{"whoever has waited longest", []Room{left("r", "x", 25)}, []Ticket{solo("a", 25, 1), solo("b", 25, 2)}, []string{"r b"}},
		{"the others meet each other", []Room{left("r", "x", 25)}, []Ticket{solo("a", 25, 3), solo("b", 25, 2), solo("c", 25, 1)}, []string{"r a", " b c"}},
		{"nobody is an own opponent", []Room{left("r", "a", 25)}, []Ticket{solo("a", 25, 1)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, _ := propose(noon, tt.tickets, tt.rooms, q)
			var got []string
			for _, p := range found {
				line := p.room
				for _, e := range p.entries {
					line += " " + e.players[0].ID
				}
				got = append(got, line)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("sent %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWhoStaysIsToldWhy(t *testing.T) {
	two := duel
	two.regions, two.latency = []string{"eu", "us"}, Window{80, 10, 200}
	bots := duel
	bots.fillAfter, bots.minPlayers = 30*time.Second, 1
	full := squads
	full.minPlayers = 0
	tests := []struct {
		name    string
		q       Queue
		tickets []Ticket
		want    NearMiss // of the first
	}{
		{"nobody else is there", duel, []Ticket{solo("a", 25, 5)}, NearMiss{nearMissPlayers, 1, 0}},
		{"the next is too good, for now", duel, []Ticket{solo("a", 25, 4), solo("b", 30, 2)}, NearMiss{nearMissRating, 2, 4 * time.Second}},
		{"the next is too good for ever", duel, []Ticket{solo("a", 25, 4), solo("b", 41, 4)}, NearMiss{nearMissRating, 12, 0}},
		{"of two, who will be accepted first", duel, []Ticket{solo("a", 25, 0), solo("b", 30, 0), solo("c", 21, 0)}, NearMiss{nearMissRating, 2, 4 * time.Second}},
		{"an ocean lies between", two, []Ticket{
			solo("a", 25, 0).withLatencies(map[string]int{"eu": 20, "us": 120}), solo("b", 25, 0).withLatencies(map[string]int{"eu": 130, "us": 20}),
		}, NearMiss{nearMissLatency, 40, 4 * time.Second}},
		{"two of four are missing", squads, []Ticket{solo("a", 25, 4), solo("b", 25, 2)}, NearMiss{nearMissPlayers, 2, 0}},
		{"parties do not add up", full, []Ticket{solo("a", 25, 9), party("p", 4, 25, 25), party("r", 4, 25, 25)}, NearMiss{nearMissSize, 1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, told := propose(noon, tt.tickets, nil, tt.q)
			i := slices.IndexFunc(told, func(e explanation) bool { return e.Ticket == "a" })
			if i < 0 {
				t.Fatalf("proposed %v, want a to stay", ticketIDs(found))
			}
			if got := told[i].NearMiss; got.Why != tt.want.Why || math.Abs(got.By-tt.want.By) > 1e-9 || got.Opens != tt.want.Opens {
				t.Errorf("told %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestAnExplanationShowsTheWindows(t *testing.T) {
	q := duel
	q.fillAfter, q.minPlayers, q.latency, q.regions = 30*time.Second, 1, Window{80, 10, 200}, []string{"eu", "us"}
	_, told := propose(noon, []Ticket{solo("b", 50, 2), solo("a", 25, 6)}, nil, q)
	want := explanation{
		Ticket: "a", Waited: 6 * time.Second, Position: 1, Queued: 2, Rating: 25, Window: 5,
		Latency: 140 * time.Millisecond, BotsIn: 24 * time.Second, NearMiss: told[0].NearMiss,
	}
	if told[0] != want {
		t.Errorf("told %+v, want %+v", told[0], want)
	}
}
