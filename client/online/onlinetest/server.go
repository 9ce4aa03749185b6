// Package onlinetest is a fake server for tests of the client: its lobby answers without a
// network, and its matches only say Welcome.
package onlinetest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"perihelion/client/fetch"
	"perihelion/client/lobby"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Server gives out seats and answers every Hello with a Welcome.
type Server struct {
	T *testing.T

	mu       sync.Mutex
	Requests []string                    // lobby requests, in order
	Tokens   []string                    // tokens of all connections
	lobbyErr error                       // the lobby's answer, if set
	Handlers map[string]http.HandlerFunc // further answers of the lobby, by method and path
	dialErr  error                       // the answer to a connection, if set
	Match    sim.Match                   // that is played; the zero value: one of sim/toy
	Conn     transport.Conn
	Received []protocol.Type           // message types from the client
	Welcome  func(w *protocol.Welcome) // changes the Welcome, if set
}

var toyMatch = sim.Match{Game: "toy", Rules: 1, Mode: "toy", Seed: 1, Seats: 4, Rate: 60}

// ErrNoRoute is a network that does not work.
var ErrNoRoute = errors.New("no route")

// LobbyClient returns a client whose requests reach this server without a network.
func (s *Server) LobbyClient(token string) *lobby.Client {
	c, err := lobby.New("http://game.test")
	if err != nil {
		s.T.Error(err)
	}
	c.Token, c.Send = token, s.answer
	return c
}

// answer implements fetch.Sender.
func (s *Server) answer(ctx context.Context, r *fetch.Request) (*fetch.Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	req := httptest.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	for name, value := range r.Header {
		req.Header.Set(name, value)
	}
	w, answered := httptest.NewRecorder(), make(chan error, 1)
	go func() { answered <- s.handleLobby(w, req) }() // ends with the answer, in virtual time
	select {
	case err := <-answered:
		if err != nil {
			return nil, err
		}
		resp := w.Result()
		body := w.Body.Bytes()
		return &fetch.Response{
			Status: resp.StatusCode, Header: resp.Header.Get,
			Next:  func() ([]byte, error) { return body, io.EOF },
			Close: func() {},
		}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// handleLobby answers a lobby request. Only those that a player caused are recorded.
func (s *Server) handleLobby(w http.ResponseWriter, r *http.Request) error {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	if h := s.handler(r.Method + " " + path); h != nil { // may take its time
		h(w, r)
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	what, say := answer(r, path, token)
	if say == nil {
		http.NotFound(w, r)
		return nil
	}
	s.Requests = append(s.Requests, what)
	var p *api.Problem
	switch {
	case token == "stale" && path != "guests":
		p = &api.Problem{Title: "Unauthorized", Status: http.StatusUnauthorized}
	case errors.As(s.lobbyErr, &p):
	case s.lobbyErr != nil:
		return s.lobbyErr
	}
	if p != nil {
		w.Header().Set("Retry-After", fmt.Sprint(int(p.Retry.Seconds())))
		w.WriteHeader(p.Status)
		say = p
	}
	return json.NewEncoder(w).Encode(say)
}

// handler is what was set for a route, and records that it was asked for; nil: nothing was set.
func (s *Server) handler(route string) http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.Handlers[route]
	if h != nil {
		s.Requests = append(s.Requests, route)
	}
	return h
}

// answer names a request, and says what the lobby answers it; nil: there is no such path.
func answer(r *http.Request, path, token string) (what string, say any) {
	seat := api.Assignment{URL: "ws://game.test/v1/play", Ticket: "join", Code: "NOVA42"}
	switch {
	case path == "guests":
		var g api.NewGuest
		_ = json.NewDecoder(r.Body).Decode(&g)
		if what = "guest " + g.Name; g.Name == "" {
			g.Name = "Brooks 692"
		}
		return what, api.Guest{PlayerID: "id of " + g.Name, Name: g.Name, Token: "token of " + g.Name}
	case path == "tickets":
		return "quick as " + token, api.Ticket{ID: "t", Status: api.TicketAssigned, Assignment: &seat}
	case path == "rooms" && r.Method == http.MethodPost:
		return "open as " + token, seat
	case strings.HasSuffix(path, "/join"):
		return "join " + strings.Split(path, "/")[1] + " as " + token, seat
	}
	return "", nil
}

// Dial opens a connection to the match, as an online.Dialer.
func (s *Server) Dial(_ context.Context, _, ticket string) (transport.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Tokens = append(s.Tokens, ticket)
	if s.dialErr != nil {
		return nil, s.dialErr
	}
	near, far := transport.Pipe()
	s.Conn = far
	go s.serveMatch(far)
	return near, nil
}

func (s *Server) serveMatch(conn transport.Conn) {
	for {
		frame, err := conn.Receive()
		if err != nil {
			return
		}
		kind, _ := protocol.Peek(frame)
		s.mu.Lock()
		s.Received = append(s.Received, kind)
		s.mu.Unlock()
		if kind == protocol.TypeHello {
			w := protocol.Welcome{
				Version: protocol.Version, Room: "r", Code: "NOVA42", Me: 3, Epoch: 1, Resume: "resume",
				Match: cmp.Or(s.Match, toyMatch), Tick: 100, Interval: 2,
			}
			if s.Welcome != nil {
				s.Welcome(&w)
			}
			_ = conn.Send(protocol.AppendWelcome(nil, &w))
		}
	}
}

// Handle sets the lobby's answer to a route, such as "GET meta".
func (s *Server) Handle(route string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Handlers == nil {
		s.Handlers = map[string]http.HandlerFunc{}
	}
	s.Handlers[route] = h
}

// CloseConn ends the newest connection.
func (s *Server) CloseConn(r transport.Reason) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Conn != nil {
		s.Conn.Close(r)
	}
}

// SetErrors sets the answers of the lobby and to connections; nil: they work.
func (s *Server) SetErrors(lobbyErr, dialErr error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lobbyErr, s.dialErr = lobbyErr, dialErr
}

// RespondJSON is a handler that answers with v.
func RespondJSON(v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(v) }
}

// Seat is a seat to answer with.
var Seat = api.Assignment{URL: "ws://game.test/v1/play", Ticket: "join"}

// Store is a prefs.Store in memory.
type Store struct{ text []byte }

func (s *Store) ReadText() ([]byte, error)   { return []byte("{}"), nil }
func (s *Store) WriteText(text []byte) error { s.text = text; return nil }
func (s *Store) Quarantine() error           { return nil }
