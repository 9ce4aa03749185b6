package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
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
	fmt.Fprintf(t.out, "known on all servers: another name after %v, that a player is erased after %v\n", news[0].Round(time.Millisecond), news[1].Round(time.Millisecond))
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
	guest, err := harness.NewGuest(ctx, nearby(t.nodes[0]), "Before")
	if err != nil {
		return took, err
	}
	told, err := t.everywhere(guest.Token)
	if err != nil {
		return took, err
	}
	if t.await(ctx, func() bool { return all(told, func(l *lobby.Client) bool { return isNamed(ctx, l, "Before") }) }) == 0 {
		return took, errors.New("a player is not known everywhere")
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
	return errors.As(err, &problem) && (problem.Status == http.StatusUnauthorized || problem.Status == http.StatusNotFound)
}
