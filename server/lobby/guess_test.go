package lobby

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/auth"
	"perihelion/shared/api"
)

// neighbour is a player at the address of all.
func (f *fixture) neighbour(n int) (header []string) {
	token, _ := f.signer.Guest(auth.Guest{Player: fmt.Sprint("neighbour ", n), Name: "Bob"}, time.Now())
	return []string{"Authorization", "Bearer " + token}
}

func TestAGuesserDoesNotLockTheNeighboursOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		missed := 0
		for n := range 40 { // accounts of one guesser
			for range maxGuesses {
				if f.do("POST", "/v1/rooms/ZZZZZZ/join", "", f.neighbour(n)...).Code == http.StatusNotFound {
					missed++
				}
			}
		}
		if most := maxGuessesFrom + 40; missed > most || missed < maxGuessesFrom {
			t.Errorf("a guesser of 40 accounts tried %d codes at once, want %d to %d", missed, maxGuessesFrom, most)
		}
		for n := range 99 {
			for _, path := range []string{"/v1/rooms/ABCDEF/join", "/v1/rooms/ABCDEF/watch"} {
				into[api.Assignment](t, f.do("POST", path, "", f.neighbour(100+n)...), http.StatusOK)
			}
		}
		into[api.Problem](t, f.do("POST", "/v1/guests", `{"link":"AAAA-AAAA"}`, "Authorization", ""), http.StatusUnprocessableEntity)
		into[api.Problem](t, f.do("GET", "/v1/rooms/ABCDEF", "", "Authorization", ""), http.StatusTooManyRequests)
	})
}

func TestAClassroomMayMistype(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		for student := range 30 {
			for range 5 {
				into[api.Problem](t, f.do("POST", "/v1/rooms/ZZZZZZ/join", "", f.neighbour(student)...), http.StatusNotFound)
			}
			into[api.Assignment](t, f.do("POST", "/v1/rooms/ABCDEF/join", "", f.neighbour(student)...), http.StatusOK)
		}
	})
}
