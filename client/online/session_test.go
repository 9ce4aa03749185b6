package online

import (
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/transport"
)

func TestAServerThatStaysAwayLosesTheSeatInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.play(Destination{})
		s.server.SetErrors(nil, onlinetest.ErrNoRoute)
		s.server.CloseConn(transport.Abnormal)
		if end := runSession(session, session.maxAway()-time.Second); end != nil || len(s.server.Tokens) < 12 {
			t.Errorf("ends as %+v after %d attempts, want still to try", end, len(s.server.Tokens)-1)
		}
		if end := runSession(session, 2*time.Second); end == nil || !end.Search {
			t.Errorf("ends as %+v, want to look for another seat", end)
		}
		s.closeAll(session)
	})
}

func TestASeatIsTriedForAsLongAsTheServerKeepsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.play(Destination{})
		session.seat.ReconnectWindowMS = 120_000
		s.server.SetErrors(nil, onlinetest.ErrNoRoute)
		s.server.CloseConn(transport.GoingAway)
		end := runSession(session, 2*time.Minute)
		s.server.SetErrors(nil, nil)
		if again := runSession(session, 2*maxRetryDelay); end != nil || again != nil || !session.Connected() {
			t.Errorf("ends as %+v, %+v, connected %v, want a connection", end, again, session.Connected())
		}
		s.closeAll(session)
	})
}

// TestOnlyTheServersOwnWordEndsAMatch goes through all close codes.
func TestOnlyCloseCodesOfTheServerEndAMatch(t *testing.T) {
	for code := transport.Reason(1000); code < 5000; code++ {
		if code > 1015 && code < 3000 { // reserved codes
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			s := newTestService(t, "mine")
			session := s.play(Destination{})
			s.server.CloseConn(code)
			end := runSession(session, 50*time.Millisecond)
			stays := end == nil && !session.LostAt.IsZero()
			if own := code >= 4000 && code.Advice() != transport.Resume; stays == own {
				t.Errorf("after a close with %d: ends as %+v, coming back %v", code, end, stays)
			}
			s.closeAll(session)
		})
	}
}

// TestARoomThatIsGoneIsNotLookedFor checks that players of a named room are told that it
// has closed, instead of looking for it again.
func TestARoomThatIsGoneIsNotLookedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		dest Destination
		says string
	}{
		"of a room by a code": {Destination{Room: "NOVA42"}, "The room has closed."},
		"of an own room":      {Destination{OpenRoom: true}, "The room has closed."},
		"of a party":          {Destination{Party: "ABC"}, "The room has closed."},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestService(t, "mine")
				session := s.play(Destination{})
				session.Dest = tt.dest
				s.server.CloseConn(transport.RoomClosed)
				end := runSession(session, time.Second)
				if end == nil || end.Search || !strings.HasPrefix(end.Reason, tt.says) || !reflect.DeepEqual(end.Next, Destination{}) {
					t.Errorf("ends as %+v, want %q and any match next", end, tt.says)
				}
				s.closeAll(session)
			})
		})
	}
}

func TestARefusedTokenIsNotTriedForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.play(Destination{})
		s.server.SetErrors(nil, &transport.Closed{Reason: transport.BadTicket})
		s.server.CloseConn(transport.Abnormal)
		if end := runSession(session, time.Second); end == nil || !end.Search {
			t.Errorf("ends as %+v, want to look for another seat", end)
		}
		s.closeAll(session)
	})
}

// TestFriendsFindEachOtherAgain checks where a new search goes: a ticket and an open room
// are used up, and the friends are in the room that the player was in.
func TestFriendsFindEachOtherAgain(t *testing.T) {
	for name, tt := range map[string]struct{ dest, next Destination }{
		"an own room":         {Destination{OpenRoom: true}, Destination{Room: "NOVA42"}},
		"a party":             {Destination{Party: "ABC", Queue: "teams"}, Destination{Room: "NOVA42"}},
		"the leader's ticket": {Destination{Ticket: "t"}, Destination{Room: "NOVA42"}},
		"a queue":             {Destination{Queue: "duel"}, Destination{Queue: "duel"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestService(t, "mine")
				session := s.play(Destination{})
				session.Dest = tt.dest
				s.server.CloseConn(transport.BadTicket)
				if end := runSession(session, time.Second); end == nil || !end.Search || !reflect.DeepEqual(end.Next, tt.next) {
					t.Errorf("ends as %+v, want to search for %+v", end, tt.next)
				}
				s.closeAll(session)
			})
		})
	}
}

func TestASeatIsSavedUntilItIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.play(Destination{Queue: "duel"})
		for room, want := range map[string]bool{"": true, "NOVA42": true, "OTHER1": false} {
			dest, ok := s.SavedDestination(room)
			if ok != want || ok && (dest.Resume == nil || dest.Resume.Ticket != "resume" || dest.Queue != "duel") {
				t.Errorf("with a link to %q the saved seat is %+v, %v, want %v", room, dest, ok, want)
			}
		}
		session.GiveUpSeat()
		if _, ok := s.SavedDestination(""); ok {
			t.Error("a seat that was given up is still offered")
		}
		s.closeAll(session)
	})
}
