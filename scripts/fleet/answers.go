package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"perihelion/client/lobby"
	"perihelion/scripts/harness"
	"perihelion/shared/api"
)

const (
	askedSeats = 60                    // as many as one address may have reserved
	askPause   = 50 * time.Millisecond // between two requests, so that none is too many
)

// nearby is how this program reaches a server beside the proxy, and as near as that does.
func nearby(node *process) string { return "http://" + node.addr }

// measureAnswers prints how long servers take to give a seat, and to know what another one was told.
func (t *trial) measureAnswers(ctx context.Context) error {
	seats, err := t.askSeats(ctx)
	if err != nil {
		return err
	}
	news, err := t.spreadNews(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "a seat by quick play, of %d asked of all servers in turn: p50 %v, p99 %v\n", askedSeats, percentile(seats, 50), percentile(seats, 99))
	ban, err := t.spreadBan(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "known on all servers: another name after %v, that a player is erased after %v, that one is banned after %v\n",
		news[0].Round(time.Millisecond), news[1].Round(time.Millisecond), ban.Round(time.Millisecond))
	return nil
}

// askSeats asks for seats that nobody takes, and returns how long each took, the shortest first.
func (t *trial) askSeats(ctx context.Context) (took []time.Duration, err error) {
	for i := range askedSeats {
		time.Sleep(askPause)
		guest, err := harness.NewGuest(ctx, nearby(t.nodes[i%len(t.nodes)]), fmt.Sprint("Asker ", i))
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if _, err := guest.QuickSeat(ctx, ""); err != nil {
			return nil, fmt.Errorf("seat %d: %w", i, err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took, nil
}

// spreadNews changes the name of a player on a server, and erases another one, and returns how long it
// takes until all know, who have seen both before.
func (t *trial) spreadNews(ctx context.Context) (took [2]time.Duration, err error) {
	guest, told, err := t.knownGuest(ctx, "Before")
	if err != nil {
		return took, err
	}
	if _, err := guest.Rename(ctx, "Afterwards"); err != nil {
		return took, err
	}
	took[0] = t.await(ctx, func() bool { return all(told, func(l *lobby.Client) bool { return isNamed(ctx, l, "Afterwards") }) })
	if err := guest.DeletePlayer(ctx); err != nil {
		return took, err
	}
	took[1] = t.await(ctx, func() bool { return all(told, func(l *lobby.Client) bool { return isRefused(ctx, l) }) })
	if took[0] == 0 || took[1] == 0 {
		return took, errors.New("a server has not heard of another name, or that a player is erased")
	}
	return took, nil
}

// spreadBan bans a player, and returns how long it takes from then on until all servers know.
func (t *trial) spreadBan(ctx context.Context) (took time.Duration, err error) {
	guest, told, err := t.knownGuest(ctx, "Banned")
	if err != nil {
		return 0, err
	}
	me, err := guest.Profile(ctx, "me")
	if err != nil {
		return 0, err
	}
	if err := t.ban(ctx, me.PlayerID); err != nil {
		return 0, err
	}
	took = t.await(ctx, func() bool { return all(told, func(l *lobby.Client) bool { return isRefused(ctx, l) }) })
	if took == 0 {
		err = errors.New("a server has not heard that a player is banned")
	}
	return took, err
}

// ban bans a player for a minute, as an operator does.
func (t *trial) ban(ctx context.Context, player string) error {
	body := fmt.Sprintf(`{"player":%q,"minutes":1}`, player)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+t.admin+"/api/bans", strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+t.password)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	_ = response.Body.Close() // its status is enough
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("ban a player: %s", response.Status)
	}
	return nil
}

// knownGuest makes a player of a server whom all have seen, and a client of each server with their token.
func (t *trial) knownGuest(ctx context.Context, name string) (guest *lobby.Client, told []*lobby.Client, err error) {
	if guest, err = harness.NewGuest(ctx, nearby(t.nodes[0]), name); err != nil {
		return nil, nil, err
	}
	if told, err = t.everywhere(guest.Token); err != nil {
		return nil, nil, err
	}
	if t.await(ctx, func() bool { return all(told, func(l *lobby.Client) bool { return isNamed(ctx, l, name) }) }) == 0 {
		return nil, nil, errors.New("a player is not known everywhere")
	}
	return guest, told, nil
}

// everywhere is a client of each server with one token.
func (t *trial) everywhere(token string) (clients []*lobby.Client, err error) {
	for _, n := range t.nodes {
		l, err := lobby.New(nearby(n))
		if err != nil {
			return nil, err
		}
		l.Token = token
		clients = append(clients, l)
	}
	return clients, nil
}

func all(clients []*lobby.Client, is func(*lobby.Client) bool) bool {
	return !slices.ContainsFunc(clients, func(l *lobby.Client) bool { return !is(l) })
}

func isNamed(ctx context.Context, l *lobby.Client, name string) bool {
	p, err := l.Profile(ctx, "me")
	return err == nil && p.Name == name
}

// isRefused reports whether a token is good no more.
func isRefused(ctx context.Context, l *lobby.Client) bool {
	_, err := l.Profile(ctx, "me")
	var problem *api.Problem
	return errors.As(err, &problem) && (problem.Status == http.StatusUnauthorized || problem.Status == http.StatusForbidden || problem.Status == http.StatusNotFound)
}
