package arenas

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"perihelion/server/data/store"
)

// read reads the text of an arena whose name shall be its id here: so no two arenas of a match have one name.
func (s *Service) read(id, owner, text string) (v store.ArenaVersion, err error) {
	if s.game.Tools == nil {
		return v, ErrNone
	}
	readArena := s.game.About().ReadArena
	a, err := readArena([]byte(text))
	if err != nil {
		return v, Bad(err.Error())
	}
	if _, clean := s.cfg.Filter.Clean(a.Title); !clean {
		return v, Bad("title: it holds a word that is not welcome here")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(a.Text), &fields); err != nil {
		return v, fmt.Errorf("arenas: the text of an arena that was read: %w", err)
	}
	delete(fields, "name")
	content, err := json.Marshal(fields)
	if err != nil {
		return v, fmt.Errorf("arenas: an arena without its name: %w", err)
	}
	fields["name"] = json.RawMessage(strconv.Quote(id))
	named, err := json.Marshal(fields)
	if err != nil {
		return v, fmt.Errorf("arenas: an arena with another name: %w", err)
	}
	if a, err = readArena(named); err != nil { // the name may have made it too long
		return v, Bad(err.Error())
	}
	v = store.ArenaVersion{Arena: id, Owner: owner, Title: a.Title, Hash: fmt.Sprintf("%016x", a.Hash), Text: a.Text, Created: time.Now()}
	v.Content = store.Hash(string(content))
	return v, nil
}

// Report tells the operator that a player complains about an arena: ErrOwn.
func (s *Service) Report(ctx context.Context, player, id, reason, text string) error {
	a, err := s.Arena(ctx, player, id)
	switch {
	case err != nil:
		return err
	case a.Owner == player:
		return ErrOwn
	}
	err = s.cfg.Store.PutReport(ctx, store.Report{
		ID: uuid.Must(uuid.NewV7()).String(), At: time.Now(), Reporter: player, Accused: a.Owner, Name: a.OwnerName, Reason: reason, Text: printable(text),
		Context: fmt.Sprintf("arena %s, version %d: %s", a.ID, a.Shown.Version, a.Shown.Title),
	})
	if err != nil {
		return err
	}
	return s.cfg.Store.CountArenaReport(ctx, id, player)
}

// printable replaces what could disturb the operator's page.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
}
