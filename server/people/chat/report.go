package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// The errors of reports, besides those of a Service.
var (
	errNoAccused          = errors.New("say whom you report: a player, a message, or a seat of a room")
	errAccusedLeft        = errors.New("whom you report has left that seat")
	errSelfReport         = errors.New("you cannot report yourself")
	errReportsUnavailable = errors.New("reports cannot be taken just now")
	errTooManyReports     = errors.New("not so many reports at once; an operator reads each of them")
)

// contextLines is how many messages before and after the reported one an operator can read.
const contextLines = 10

// Rooms returns the chat of a match. It is implemented by *fleet.Fleet.
type Rooms interface {
	Evidence(id string) (room.Evidence, error)
}

// report stores a report for the operators, with the messages around it.
func (s *Service) report(ctx context.Context, account string, in api.NewReport, now time.Time) error {
	if s.cfg.Reports == nil {
		return errReportsUnavailable
	}
	r := store.Report{
		ID: uuid.Must(uuid.NewV7()).String(), At: now, Reporter: account, Accused: in.PlayerID,
		Room: printable(in.RoomID), Reason: in.Reason, Text: printable(in.Text),
	}
	if err := s.addEvidence(account, &in, &r); err != nil {
		return err
	}
	switch {
	case r.Accused == "" && r.Name == "":
		return errNoAccused
	case r.Accused == account:
		return errSelfReport
	case s.reportRate.Take(account, now) > 0:
		return errTooManyReports
	}
	if err := s.cfg.Reports.PutReport(ctx, r); err != nil {
		s.cfg.Log.Error("report not kept", "player", account, "room", r.Room, "err", err)
		return errReportsUnavailable
	}
	return nil
}

// addEvidence adds to r who is accused, and the messages.
func (s *Service) addEvidence(account string, in *api.NewReport, r *store.Report) error {
	switch {
	case in.RoomID != "" && (in.MessageID != "" || in.Seat != nil):
		return s.evidenceFromRoom(in, r)
	case in.MessageID != "":
		return s.evidenceFromChannels(account, in.MessageID, r)
	}
	return nil
}

// evidenceFromRoom finds a message or a seat in a room.
func (s *Service) evidenceFromRoom(in *api.NewReport, r *store.Report) error {
	if s.cfg.Rooms == nil {
		return errMessageNotFound
	}
	was, err := s.cfg.Rooms.Evidence(in.RoomID)
	if err != nil {
		return errMessageNotFound
	}
	r.Match, r.Moment = was.Match, max(r.At.Sub(was.Began), 0)
	if in.MessageID == "" {
		who, err := holderOf(was.Players, in)
		r.Accused, r.Name, r.Context = who.Player, who.Name, transcript(was.Chat, -1)
		return err
	}
	i := slices.IndexFunc(was.Chat, func(l room.ChatEntry) bool { return strconv.Itoa(int(l.Line.Number)) == in.MessageID })
	if i < 0 {
		return errMessageNotFound
	}
	r.Moment = max(was.Chat[i].At.Sub(was.Began), 0)
	r.Accused, r.Name, r.Context = was.Chat[i].Player, was.Chat[i].Line.Name, transcript(was.Chat, i)
	return nil
}

// holderOf is who is in the seat that in names, if it is still the account that the reporting player saw there.
func holderOf(players []room.PlayerInfo, in *api.NewReport) (room.PlayerInfo, error) {
	i := slices.IndexFunc(players, func(p room.PlayerInfo) bool { return int(p.Seat) == *in.Seat })
	switch {
	case in.Account != "" && (i < 0 || in.Account != strconv.FormatUint(uint64(protocol.AccountOf(players[i].Player)), 10)):
		return room.PlayerInfo{}, errAccusedLeft
	case i < 0:
		return room.PlayerInfo{}, errNoAccused
	}
	return players[i], nil
}

// transcript is the messages of a match as text; an arrow marks the reported one.
func transcript(lines []room.ChatEntry, reported int) string {
	var b strings.Builder
	for i := range lines {
		l := &lines[i].Line
		where := ""
		if lines[i].Line.Channel != 0 {
			where = " (team)"
		}
		b.WriteString(evidenceLine(i == reported, lines[i].At, l.Name+where, l.Words()))
	}
	return b.String()
}

// evidenceFromChannels finds a message in the channels that the reporting player may read.
func (s *Service) evidenceFromChannels(account, id string, r *store.Report) error {
	name, lines, i := s.findMessage(id)
	if i < 0 || s.CheckAccess(account, name) != nil {
		return errMessageNotFound
	}
	r.Accused, r.Name = lines[i].PlayerID, lines[i].Name
	var b strings.Builder
	for k := max(i-contextLines, 0); k < min(i+contextLines+1, len(lines)); k++ {
		b.WriteString(evidenceLine(k == i, lines[k].At, lines[k].Name, lines[k].Text))
	}
	r.Context = b.String()
	return nil
}

// findMessage finds a message by its id; i is its index in lines, or -1.
func (s *Service) findMessage(id string) (name string, lines []api.Message, i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, c := range s.channels {
		if i := slices.IndexFunc(c.lines, func(m api.Message) bool { return m.ID == id }); i >= 0 {
			return name, slices.Clone(c.lines), i
		}
	}
	return "", nil, -1
}

func evidenceLine(reported bool, at time.Time, name, words string) string {
	arrow := "  "
	if reported {
		arrow = "> "
	}
	return fmt.Sprintf("%s%s %s: %s\n", arrow, at.UTC().Format(time.TimeOnly), name, words)
}

// printable replaces control characters, which could disturb the operator's page.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(text, ""))
}
