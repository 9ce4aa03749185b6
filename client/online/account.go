package online

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/shared/api"
)

// Account is what the server tells us about ourselves.
type Account struct {
	api.Profile
	History []api.Match // newest first
}

// FetchAccount requests our account, which is created if there is none.
func (s *Service) FetchAccount() *Call[Account] {
	return request(s, func(ctx context.Context, l *lobby.Client) (a Account, err error) {
		if a.Profile, err = l.Profile(ctx, "me"); err != nil {
			return a, err
		}
		history, err := l.MatchHistory(ctx, "me")
		a.History = history.Matches
		return a, err
	})
}

// Rename changes our name on the server now.
func (s *Service) Rename(name string) *Call[struct{}] {
	s.SetName(name)
	return request(s, func(context.Context, *lobby.Client) (none struct{}, err error) { return none, nil }) // any request renames
}

// SetLooks chooses what others see of us from our next match on.
func (s *Service) SetLooks(looks api.Looks) *Call[api.Profile] {
	return request(s, func(ctx context.Context, l *lobby.Client) (api.Profile, error) { return l.SetLooks(ctx, looks) })
}

// CreateLink requests a code with which another device becomes this player.
func (s *Service) CreateLink() *Call[api.Link] {
	return request(s, func(ctx context.Context, l *lobby.Client) (api.Link, error) { return l.CreateLink(ctx) })
}

// RedeemLink requests to become the player whose other device shows the code. Pass the
// guest to AdoptGuest.
func (s *Service) RedeemLink(code string) *Call[api.Guest] {
	return StartCall(s, requestTimeout, func(ctx context.Context) (r Reply[api.Guest]) {
		r.Value, r.Err = s.LobbyClient("").RedeemLink(ctx, code)
		return r
	})
}

// exportName is the file name of a saved copy of our data.
const exportName = "perihelion-data.json"

// SaveExport saves a copy of what the server stores about us, and returns its path. An
// *fs.PathError means that the file could not be written.
func (s *Service) SaveExport() *Call[string] {
	return request(s, func(ctx context.Context, l *lobby.Client) (path string, err error) {
		document, err := l.ExportData(ctx)
		if err != nil {
			return "", err
		}
		var text bytes.Buffer
		if err := json.Indent(&text, document, "", "  "); err != nil {
			return "", err
		}
		return prefs.SaveFile(exportName, text.Bytes())
	})
}

// DeleteAccount deletes our account on the server. Call ForgetGuest afterwards.
func (s *Service) DeleteAccount() *Call[struct{}] {
	return request(s, func(ctx context.Context, l *lobby.Client) (none struct{}, err error) {
		return none, l.DeletePlayer(ctx)
	})
}

// ReportPlayer sends a report to the server's operators.
func (s *Service) ReportPlayer(r api.NewReport) *Call[struct{}] {
	return request(s, func(ctx context.Context, l *lobby.Client) (none struct{}, err error) {
		return none, l.ReportPlayer(ctx, r)
	})
}

// LeaderboardPage is a part of a leaderboard; the zero value is its top.
type LeaderboardPage = lobby.LeaderboardPage

// FetchLeaderboard requests a page of the leaderboard of a mode.
func (s *Service) FetchLeaderboard(mode string, p LeaderboardPage) *Call[api.Board] {
	return requestOptionalAuth(s, requestTimeout, func(ctx context.Context, l *lobby.Client) (api.Board, error) {
		return l.Leaderboard(ctx, mode, p)
	})
}

const roomsInterval = 2 * time.Second // from one poll of the rooms to the next

// NewRoomsPoller polls the list of public rooms.
func NewRoomsPoller() Poller[[]api.Room] {
	return Poller[[]api.Room]{
		interval: roomsInterval,
		fetch: func(ctx context.Context, l *lobby.Client, _ string) (list []api.Room, _ string, err error) {
			list, err = l.ListRooms(ctx)
			return list, "", err
		},
	}
}
