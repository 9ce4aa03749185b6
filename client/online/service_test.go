package online

import (
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/online/onlinetest"
	"perihelion/client/prefs"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// testService is a Service with a fake server, for virtual time.
type testService struct {
	*Service
	t      *testing.T
	server *onlinetest.Server
}

// newTestService returns a service without a saved guest; if token is not empty it has one.
func newTestService(t *testing.T, token string) *testService {
	p, err := prefs.Load(&onlinetest.Store{})
	if err != nil {
		t.Fatal(err)
	}
	server := &onlinetest.Server{T: t}
	s := New(Config{
		Server: "http://game.test", Prefs: p, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		LobbyClient: server.LobbyClient, Dial: server.Dial, StartGuarded: func(f func()) { go f() },
	})
	if token != "" {
		if err := p.SetGuest(prefs.Guest{ID: "me", Name: "Ada", Token: token, Server: s.Server, IssuedAt: time.Now().Unix()}); err != nil {
			t.Fatal(err)
		}
	}
	s.SetName("")
	return &testService{s, t, server}
}

// join plays a JoinFlow to its end.
func (s *testService) join(dest Destination) JoinResult {
	s.t.Helper()
	flow := s.StartJoin(dest)
	for range 600 {
		time.Sleep(time.Second / 10)
		synctest.Wait()
		if result, ok := flow.Result(); ok {
			return result
		}
	}
	s.t.Fatal("no result within a minute")
	return JoinResult{}
}

// play joins a match and receives Welcome.
func (s *testService) play(dest Destination) *Session {
	s.t.Helper()
	result := s.join(dest)
	if result.Err != nil {
		s.t.Fatal(result.Err)
	}
	session := s.NewSession(result, dest, 1, func() netcode.Options { return netcode.Options{Games: sim.Games{toy.Game}, Aspect: sim.UsualAspect} })
	if end := runSession(session, 100*time.Millisecond); end != nil || session.ResumeToken() != "resume" {
		s.t.Fatalf("ends as %+v, with the resume token %q, want the one of Welcome", end, session.ResumeToken())
	}
	return session
}

// closeAll ends what still runs.
func (s *testService) closeAll(session *Session) {
	session.Quit()()
	s.server.CloseConn(transport.Normal)
	synctest.Wait()
}

// runSession plays frames for a while, or until the match ends.
func runSession(session *Session, d time.Duration) *SessionEnd {
	for stop := time.Now().Add(d); time.Now().Before(stop); {
		if _, end := session.Exchange(time.Now(), func() sim.Input { return sim.Input{} }); end != nil {
			return end
		}
		time.Sleep(time.Second / 60)
		synctest.Wait()
	}
	return nil
}
