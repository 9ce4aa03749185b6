package lobby

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/people/auth"
	"perihelion/shared/api"
)

// asNeighbour are the headers of another player at the same address.
func (f *fixture) asNeighbour(n int) (header []string) {
	token, _ := f.signer.IssueGuest(auth.Guest{Player: fmt.Sprint("neighbour ", n), Name: "Bob"}, time.Now())
	return []string{"Authorization", "Bearer " + token}
}

func TestAGuesserDoesNotLockTheNeighboursOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		missed := 0
		for n := range 40 { // accounts of one guesser
			for range maxGuesses {
				if f.doJSON("POST", "/v1/rooms/ZZZZZZ/join", "", f.asNeighbour(n)...).Code == http.StatusNotFound {
					missed++
				}
			}
		}
		if most := maxGuessesPerAddr + 40; missed > most || missed < maxGuessesPerAddr {
			t.Errorf("a guesser of 40 accounts tried %d codes at once, want %d to %d", missed, maxGuessesPerAddr, most)
		}
		for n := range 99 {
			decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms/ABCDEF/join", "", f.asNeighbour(100+n)...), http.StatusOK)
			decodeAs[api.RoomLog](t, f.doJSON("GET", "/v1/rooms/ABCDEF/log", "", f.asNeighbour(100+n)...), http.StatusOK)
		}
		decodeAs[api.Problem](t, f.doJSON("POST", "/v1/guests", `{"link":"AAAA-AAAA"}`, "Authorization", ""), http.StatusUnprocessableEntity)
		decodeAs[api.Problem](t, f.doJSON("GET", "/v1/rooms/ABCDEF", "", "Authorization", ""), http.StatusTooManyRequests)
	})
}

func TestAClassroomMayMistype(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		for student := range 30 {
			for range 5 {
				decodeAs[api.Problem](t, f.doJSON("POST", "/v1/rooms/ZZZZZZ/join", "", f.asNeighbour(student)...), http.StatusNotFound)
			}
			decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms/ABCDEF/join", "", f.asNeighbour(student)...), http.StatusOK)
		}
	})
}
