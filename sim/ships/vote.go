package ships

import (
	"perihelion/sim"
)

// takeVote takes what a player wants next, on the podium.
func (s *ship) takeVote(axis int32, offers uint8) {
	switch {
	case axis == VoteReady:
		s.ready = true
	case axis >= VoteFirst && axis < VoteFirst+int32(offers):
		s.vote = uint8(axis-VoteFirst) + 1
	}
}

// countVotes counts the votes for each offer, and those who are ready.
func (w *World) countVotes() (votes [maxOffers]int32, ready int) {
	for _, p := range w.players {
		s := &w.ships[p]
		if s.vote > 0 {
			votes[s.vote-1]++
		}
		if s.ready {
			ready++
		}
	}
	return votes, ready
}

// voteID is the entity of the vote.
const voteID = GoalID + 8

func (w *World) voteEntity() sim.Entity {
	e := sim.Entity{ID: voteID, Kind: KindVote, Global: true}
	votes, ready := w.countVotes()
	for i := range int(w.rotation.count) {
		e.Words[voteOffers+i] = int32(w.rotation.offers[i]) + 1
		e.Words[voteCounts+i] = min(votes[i], 255)
	}
	e.Words[voteIsReady], e.Words[votePlayers] = int32(min(ready, 255)), int32(min(len(w.players), 255))
	return e
}

// Vote is what the words of a KindVote say.
type Vote struct {
	Offers         []*sim.Arena // none: there is one arena only
	Counts         [maxOffers]int32
	Ready, Players int32 // who want the next round at once, and of how many
}

// VoteOf reads the words of a KindVote; it appends the offers to dst.
func VoteOf(cfg *sim.Config, w *sim.Words, dst []*sim.Arena) Vote {
	v := Vote{Offers: dst, Ready: w[voteIsReady], Players: w[votePlayers]}
	for i := range maxOffers {
		if n := w[voteOffers+i]; n > 0 && cfg.Arenas != nil {
			v.Offers = append(v.Offers, ArenaAt(cfg, n-1))
			v.Counts[len(v.Offers)-1] = w[voteCounts+i]
		}
	}
	return v
}

// IsAnyReady reports whether somebody wants the next round at once, by the words of a KindVote.
func IsAnyReady(w *sim.Words) bool { return w[voteIsReady] > 0 }
