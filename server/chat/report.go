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

	"perihelion/server/room"
	"perihelion/server/store"
	"perihelion/shared/api"
)

// A report fails in these ways beside those of a House.
var (
	ErrNobody  = errors.New("say whom you report: a player, a message, or a seat of a room")
	ErrOneself = errors.New("you cannot report yourself")
	ErrAway    = errors.New("reports cannot be taken just now")
	ErrOften   = errors.New("not so many reports at once; an operator reads each of them")
)

// around is how many lines before and after the one that is reported an operator
// gets to read.
const around = 10

// Rooms recollect what was said in a match: *room.Registry.
type Rooms interface {
	Evidence(ctx context.Context, id string) (room.Evidence, error)
}

// Report keeps what an account reports, with the lines around it, for an operator.
func (h *Service) Report(ctx context.Context, account string, in api.NewReport, now time.Time) error {
	if h.cfg.Reports == nil {
		return ErrAway
	}
	r := store.Report{
		ID: uuid.Must(uuid.NewV7()).String(), At: now, Reporter: account, Accused: in.PlayerID,
		Room: printable(in.RoomID), Reason: in.Reason, Text: printable(in.Text),
	}
	if err := h.addEvidence(ctx, account, &in, &r); err != nil {
		return err
	}
	switch {
	case r.Accused == "" && r.Name == "":
		return ErrNobody
	case r.Accused == account:
		return ErrOneself
	case h.reports.Take(account, now) > 0:
		return ErrOften
	}
	if err := h.cfg.Reports.PutReport(ctx, r); err != nil {
		h.cfg.Log.Error("report not kept", "player", account, "room", r.Room, "err", err)
		return ErrAway
	}
	return nil
}

// addEvidence finds out who is accused, and what was said.
func (h *Service) addEvidence(ctx context.Context, account string, in *api.NewReport, r *store.Report) error {
	switch {
	case in.RoomID != "" && (in.MessageID != "" || in.Seat != nil):
		return h.askRoom(ctx, in, r)
	case in.MessageID != "":
		return h.askChannels(account, in.MessageID, r)
	}
	return nil
}

func (h *Service) askRoom(ctx context.Context, in *api.NewReport, r *store.Report) error {
	if h.cfg.Rooms == nil {
		return ErrNoLine
	}
	was, err := h.cfg.Rooms.Evidence(ctx, in.RoomID)
	if err != nil {
		return ErrNoLine
	}
	if in.MessageID == "" {
		i := slices.IndexFunc(was.Players, func(p room.PlayerInfo) bool { return int(p.Seat) == *in.Seat })
		if i < 0 {
			return ErrNobody
		}
		r.Accused, r.Name, r.Context = was.Players[i].Player, was.Players[i].Name, transcript(was.Chat, -1)
		return nil
	}
	i := slices.IndexFunc(was.Chat, func(l room.ChatEntry) bool { return strconv.Itoa(int(l.Line.Number)) == in.MessageID })
	if i < 0 {
		return ErrNoLine
	}
	r.Accused, r.Name, r.Context = was.Chat[i].Player, was.Chat[i].Line.Name, transcript(was.Chat, i)
	return nil
}

// transcript is what an operator reads of the lines of a match; an arrow points
// at the one that is reported.
func transcript(lines []room.ChatEntry, reported int) string {
	var b strings.Builder
	for i := range lines {
		l := &lines[i].Line
		where := ""
		if lines[i].Line.Channel != 0 {
			where = " (team)"
		}
		write(&b, i == reported, lines[i].At, l.Name+where, l.Words())
	}
	return b.String()
}

// askChannels finds a message in the channels that the account may read.
func (h *Service) askChannels(account, id string, r *store.Report) error {
	name, lines, i := h.find(id)
	if i < 0 || h.CheckAccess(account, name) != nil {
		return ErrNoLine
	}
	r.Accused, r.Name = lines[i].PlayerID, lines[i].Name
	var b strings.Builder
	for k := max(i-around, 0); k < min(i+around+1, len(lines)); k++ {
		write(&b, k == i, lines[k].At, lines[k].Name, lines[k].Text)
	}
	r.Context = b.String()
	return nil
}

// find is the channel in which a message was said, its lines, and which it is.
func (h *Service) find(id string) (name string, lines []api.Message, i int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for name, c := range h.channels {
		if i := slices.IndexFunc(c.lines, func(m api.Message) bool { return m.ID == id }); i >= 0 {
			return name, slices.Clone(c.lines), i
		}
	}
	return "", nil, -1
}

func write(b *strings.Builder, reported bool, at time.Time, name, words string) {
	arrow := "  "
	if reported {
		arrow = "> "
	}
	fmt.Fprintf(b, "%s%s %s: %s\n", arrow, at.UTC().Format(time.TimeOnly), name, words)
}

// printable is text without what could disturb the page of an operator.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(text, ""))
}
