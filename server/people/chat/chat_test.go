package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// fakeReportStore can be unavailable.
type fakeReportStore struct {
	away    bool
	reports []store.Report
}

func (b *fakeReportStore) PutReport(_ context.Context, r store.Report) error {
	if b.away {
		return store.ErrUnavailable
	}
	b.reports = append(b.reports, r)
	return nil
}

// fakeMutes mutes the player "mute".
type fakeMutes struct{}

func (fakeMutes) Muted(account string, _ time.Time) bool { return account == "mute" }

// fakeParties is the code of the party by player.
type fakeParties map[string]string

func (p fakeParties) CodeOf(player string) (string, bool) { code, ok := p[player]; return code, ok }

// fakeRooms has one room, r1.
type fakeRooms room.Evidence

func (f fakeRooms) Evidence(id string) (room.Evidence, error) {
	if id != "r1" {
		return room.Evidence{}, room.ErrNotFound
	}
	return room.Evidence(f), nil
}

// fakeMetrics counts the calls.
type fakeMetrics map[string]int

func (t fakeMetrics) CountLine(where, fate string) { t[where+" "+fate]++ }

// fixture is a service with fake services behind it.
type fixture struct {
	*Service
	reportStore *fakeReportStore
	messages    []api.Message
	metrics     fakeMetrics
}

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func newFixture(t testing.TB) *fixture {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	filter, err := NewFilter("", log)
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{reportStore: &fakeReportStore{}, metrics: fakeMetrics{}}
	f.Service = New(Config{
		Filter: filter, Mutes: fakeMutes{}, Reports: f.reportStore, Metrics: f.metrics, Log: log,
		Parties:   fakeParties{"ada": "ABCD23", "bob": "ABCD23"},
		OnMessage: func(m api.Message) { f.messages = append(f.messages, m) },
		Rooms: fakeRooms{
			Match: "m1", Began: noon.Add(-time.Minute),
			Players: []room.PlayerInfo{{Seat: 0, Player: "ada", Name: "Ada"}, {Seat: 1, Player: "bob", Name: "Bob"}, {Seat: 3, Name: "Halley"}},
			Chat: []room.ChatEntry{
				{Player: "eve", Line: protocol.Line{Number: 4, From: 1, Name: "Eve", Text: "you all stink"}, At: noon},
				{Player: "bob", Line: protocol.Line{Number: 5, From: 1, Name: "Bob", Quick: protocol.QuickHello}, At: noon.Add(time.Second)},
			},
		},
	})
	return f
}

func (f *fixture) mustPost(t *testing.T, channel, account, text string, now time.Time) api.Message {
	t.Helper()
	m, err := f.post(channel, author{account, strings.ToUpper(account)}, text, now)
	if err != nil {
		t.Fatalf("%s in %s: %v", account, channel, err)
	}
	return m
}

func TestAChannelRemembersItsLastLines(t *testing.T) {
	f := newFixture(t)
	for i := range MaxHistory + 5 {
		f.mustPost(t, Lobby, fmt.Sprint("player ", i), fmt.Sprint("line ", i), noon)
	}
	lines := f.History(Lobby)
	if len(lines) != MaxHistory || lines[0].Text != "line 5" || lines[MaxHistory-1].Text != fmt.Sprint("line ", MaxHistory+4) {
		t.Errorf("%d lines, from %q to %q", len(lines), lines[0].Text, lines[len(lines)-1].Text)
	}
	if !slices.IsSortedFunc(lines, func(a, b api.Message) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the lines do not sort by their ids")
	}
	if len(f.messages) != MaxHistory+5 {
		t.Errorf("%d lines heard, want all", len(f.messages))
	}
}

func TestMessagesAreModerated(t *testing.T) {
	f := newFixture(t)
	if m := f.mustPost(t, Lobby, "ada", "  what a   shit day ", noon); m.Text != "what a **** day" || m.PlayerID != "ada" || m.Name != "ADA" {
		t.Errorf("message %+v", m)
	}
	if _, err := f.post(Lobby, author{"ada", "Ada"}, "\u202emoc.live", noon); !errors.Is(err, protocol.ErrUnprintable) {
		t.Errorf("a line that cannot be shown: %v", err)
	}
	if f.metrics["lobby starry"] != 1 || f.metrics["lobby unfit"] != 1 {
		t.Errorf("counted %v", f.metrics)
	}
}

// A player who writes too much in one channel cannot go on in another, or on another
// connection.
func TestAnAccountHasOnePaceEverywhere(t *testing.T) {
	f := newFixture(t)
	f.mustPost(t, Lobby, "ada", "one", noon)
	f.mustPost(t, "party:ABCD23", "ada", "two", noon)
	for _, quick := range []bool{true, false} {
		if _, err := f.Moderate("ada", "three", quick, noon); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Moderate("ada", "", true, noon); !errors.Is(err, errTooFast) {
		t.Errorf("a quick line too many: %v, want ErrTooFast", err)
	}
	if _, err := f.post(Lobby, author{"ada", "Ada"}, "five", noon); !errors.Is(err, errTooFast) {
		t.Errorf("a line too many: %v, want ErrTooFast", err)
	}
	if _, err := f.Moderate("bob", "hi", false, noon); err != nil {
		t.Errorf("another account: %v", err)
	}
	if _, err := f.Moderate("ada", "hi", false, noon.Add(lineEvery)); err != nil {
		t.Errorf("a second later: %v", err)
	}
}

func TestAPartyIsAmongItself(t *testing.T) {
	f := newFixture(t)
	f.mustPost(t, CanonicalName("party:abcd23"), "ada", "psst", noon)
	for _, tt := range []struct {
		name, account, channel string
		want                   error
	}{
		{"a member", "bob", "party:ABCD23", nil},
		{"somebody in no party", "eve", "party:ABCD23", ErrNoChannel},
		{"a member of another party", "ada", "party:WXYZ45", ErrNoChannel},
		{"nobody", "", "party:ABCD23", ErrNoChannel},
		{"anybody in the lobby", "", Lobby, nil},
		{"somebody in a channel there is not", "ada", "room", ErrNoChannel},
	} {
		if err := f.CheckAccess(tt.account, tt.channel); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	if _, err := f.post("party:ABCD23", author{"eve", "Eve"}, "let me in", noon); !errors.Is(err, ErrNoChannel) {
		t.Errorf("a stranger speaks: %v", err)
	}
}

func TestWhoDeletesTheirDataHasSaidNothing(t *testing.T) {
	f := newFixture(t)
	f.mustPost(t, Lobby, "ada", "one", noon)
	f.mustPost(t, Lobby, "bob", "two", noon)
	f.mustPost(t, "party:ABCD23", "ada", "three", noon)
	f.DropMessagesOf(func(account string) bool { return account == "ada" })
	if lines := f.History(Lobby); len(lines) != 1 || lines[0].PlayerID != "bob" || len(f.History("party:ABCD23")) > 0 {
		t.Errorf("the lobby remembers %+v, the party %+v", lines, f.History("party:ABCD23"))
	}
}

func TestChannelsAreForgottenBeforeThereAreTooMany(t *testing.T) {
	f := newFixture(t)
	parties := f.cfg.Parties.(fakeParties)
	f.mustPost(t, Lobby, "ada", "for ever", noon.Add(-time.Hour))
	for i := range maxChannels + 10 {
		who, code := fmt.Sprint("p", i), fmt.Sprint("C", i)
		parties[who] = code
		f.mustPost(t, "party:"+code, who, "hi", noon.Add(time.Duration(i)*time.Second))
	}
	if len(f.channels) != maxChannels || len(f.History(Lobby)) != 1 || len(f.History("party:C0")) != 0 {
		t.Errorf("%d channels, %d lines in the lobby, %d in the oldest party", len(f.channels), len(f.History(Lobby)), len(f.History("party:C0")))
	}
}

func TestWhoIsMutedSpeaksNowhere(t *testing.T) {
	f := newFixture(t)
	if _, err := f.Moderate("mute", "", true, noon); !errors.Is(err, errMuted) {
		t.Errorf("in a match: %v, want ErrMuted", err)
	}
	if _, err := f.post(Lobby, author{"mute", "Mute"}, "hi", noon); !errors.Is(err, errMuted) {
		t.Errorf("in the lobby: %v, want ErrMuted", err)
	}
}

func TestReports(t *testing.T) {
	f := newFixture(t)
	before := f.mustPost(t, "party:ABCD23", "bob", "good evening", noon)
	secret := f.mustPost(t, "party:ABCD23", "ada", "you are all stupid", noon.Add(time.Second))
	seat := func(n int) *int { return &n }
	tests := []struct {
		name, by string
		in       api.NewReport
		want     error
		accused  string
		context  string
	}{
		{"a message of a party", "bob", api.NewReport{MessageID: secret.ID}, nil, "ada", "  12:00:00 BOB: good evening\n> 12:00:01 ADA: you are all stupid\n"},
		{"a message that one could not read", "eve", api.NewReport{MessageID: secret.ID}, errMessageNotFound, "", ""},
		{"a message that never was", "bob", api.NewReport{MessageID: "7"}, errMessageNotFound, "", ""},
		{"a line in a room, by one who has left", "bob", api.NewReport{RoomID: "r1", MessageID: "4"}, nil, "eve", "> 12:00:00 Eve: you all stink\n  12:00:01 Bob: Hello!\n"},
		{"a later line", "ada", api.NewReport{RoomID: "r1", MessageID: "5"}, nil, "bob", "  12:00:00 Eve: you all stink\n> 12:00:01 Bob: Hello!\n"},
		{"a line that a room has forgotten", "bob", api.NewReport{RoomID: "r1", MessageID: "3"}, errMessageNotFound, "", ""},
		{"a seat", "bob", api.NewReport{RoomID: "r1", Seat: seat(0)}, nil, "ada", "  12:00:00 Eve: you all stink\n  12:00:01 Bob: Hello!\n"},
		{"a seat, and who is seen there", "bob", api.NewReport{RoomID: "r1", Seat: seat(0), Account: "18297636060252690398"}, nil, "ada", "  12:00:00 Eve: you all stink\n  12:00:01 Bob: Hello!\n"},
		{"a seat that somebody else has by now", "bob", api.NewReport{RoomID: "r1", Seat: seat(0), Account: "17"}, errAccusedLeft, "", ""},
		{"a seat that nobody has any more", "bob", api.NewReport{RoomID: "r1", Seat: seat(9), Account: "17"}, errAccusedLeft, "", ""},
		{"a seat that there is not", "bob", api.NewReport{RoomID: "r1", Seat: seat(9)}, errNoAccused, "", ""},
		{"a room that has closed", "bob", api.NewReport{RoomID: "r2", Seat: seat(0)}, errMessageNotFound, "", ""},
		{"a player by id", "ada", api.NewReport{PlayerID: "eve", Text: "bad\nname"}, nil, "eve", ""},
		{"oneself", "bob", api.NewReport{MessageID: before.ID}, errSelfReport, "", ""},
		{"nobody", "bob", api.NewReport{}, errNoAccused, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f.reportStore.reports = nil
			if err := f.report(t.Context(), tt.by, tt.in, noon); !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if tt.want != nil {
				return
			}
			r := f.reportStore.reports[0]
			if match, moment := momentOf(&tt.in); r.Match != match || r.Moment != moment {
				t.Errorf("it is about %v of match %q, want %v of %q", r.Moment, r.Match, moment, match)
			}
			if r.Accused != tt.accused || r.Context != tt.context || r.Reporter != tt.by || strings.Contains(r.Text, "\n") {
				t.Errorf("report %+v", r)
			}
		})
	}
}

// momentOf is which moment a report of TestReports is about: when a line was said, or now.
func momentOf(in *api.NewReport) (match string, moment time.Duration) {
	switch {
	case in.RoomID == "":
		return "", 0
	case in.MessageID == "5":
		return "m1", time.Minute + time.Second
	}
	return "m1", time.Minute
}

func TestReportsAreFew(t *testing.T) {
	f := newFixture(t)
	for range reportBurst {
		if err := f.report(t.Context(), "ada", api.NewReport{PlayerID: "eve"}, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.report(t.Context(), "ada", api.NewReport{PlayerID: "eve"}, noon); !errors.Is(err, errTooManyReports) {
		t.Errorf("one more: %v, want ErrOften", err)
	}
	f.reportStore.away = true
	if err := f.report(t.Context(), "bob", api.NewReport{PlayerID: "eve"}, noon); !errors.Is(err, errReportsUnavailable) {
		t.Errorf("while the store is away: %v, want ErrAway", err)
	}
}
