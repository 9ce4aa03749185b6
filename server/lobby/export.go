package lobby

import (
	"context"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/match/season"
	"perihelion/shared/api"
)

// An export reads all data that is kept about a player, and is rarely needed.
const (
	exportEvery = time.Minute
	maxExports  = 3 // at once
)

// exportAnswer is an export, sent so that a browser saves it as a file.
type exportAnswer struct {
	Disposition string `header:"Content-Disposition"`
	Body        api.Export
}

func (l *Lobby) exportPlayer(ctx context.Context, _ *struct{}) (*exportAnswer, error) {
	player := requestingPlayerID(ctx)
	if problem := checkRate(l, l.exports, player); problem != nil {
		return nil, problem
	}
	kept, err := l.store.Export(ctx, player, season.PlacementRounds)
	if err != nil {
		return nil, err
	}
	e := l.exportView(&kept, time.Now())
	if l.cfg.ChatHistory != nil {
		e.Messages = append(e.Messages, l.cfg.ChatHistory(player)...)
	}
	return &exportAnswer{`attachment; filename="perihelion-data.json"`, e}, nil
}

func (l *Lobby) exportView(k *store.PlayerData, now time.Time) api.Export {
	e := api.Export{
		ExportedAt: now.UTC(), Profile: profileView(&k.Player), SeenAt: k.Seen.UTC(), LinkExpiresAt: optionalTime(k.LinkExpires),
		Devices: []api.ExportedDevice{}, Matches: []api.ExportedMatch{}, Reports: []api.ExportedReport{}, Messages: []api.Message{},
		Bans: []api.Sanction{}, Mutes: []api.Sanction{}, Runs: []api.ExportedRun{}, Arenas: exportedArenas(k), Deeds: []api.ExportedDeed{}, Friends: []api.ExportedFriend{},
	}
	l.addRatings(&e.Profile, k.Ratings, now)
	for _, d := range k.Devices {
		e.Devices = append(e.Devices, api.ExportedDevice{CreatedAt: d.Created, SeenAt: d.Seen, ExpiresAt: d.Expires})
	}
	for i := range k.Matches {
		e.Matches = append(e.Matches, api.ExportedMatch{Match: l.matchView(&k.Matches[i]), Room: k.Matches[i].Room})
	}
	for _, b := range k.Bans {
		e.Bans = append(e.Bans, api.Sanction{Reason: b.Reason, At: b.At, Until: optionalTime(b.Until)})
	}
	for _, m := range k.Mutes {
		e.Mutes = append(e.Mutes, api.Sanction{Reason: m.Reason, At: m.At, Until: optionalTime(m.Until)})
	}
	for _, r := range k.Reports {
		e.Reports = append(e.Reports, api.ExportedReport{
			ID: r.ID, At: r.At, Name: r.Name, Room: r.Room, Reason: r.Reason, Text: r.Text, ClosedAt: optionalTime(r.Closed),
		})
	}
	for _, d := range k.Deeds {
		if d.Week.IsZero() {
			e.Profile.Deeds[d.Name] = d.Total
		} else {
			e.Deeds = append(e.Deeds, api.ExportedDeed{Week: d.Week.UTC(), Deed: d.Name, Total: d.Total})
		}
	}
	for _, f := range k.Friends {
		e.Friends = append(e.Friends, api.ExportedFriend{PlayerID: f.Player, Since: f.Wanted.UTC()})
	}
	for i := range k.Runs {
		r := &k.Runs[i]
		e.Runs = append(e.Runs, api.ExportedRun{Date: r.Day, Game: r.Game, Run: r.ID, Score: r.Score, SentAt: r.Sent})
	}
	return e
}

// optionalTime returns nil for the zero time.
func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
