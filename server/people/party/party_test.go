package party

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

var (
	ada   = Member{"p1", "Ada"}
	grace = Member{"p2", "Grace"}
	mary  = Member{"p3", "Mary"}
)

// newTestParty is a service with one party of these members; the first is the leader.
func newTestParty(t *testing.T, members ...Member) (*Service, string) {
	t.Helper()
	h := New()
	p, err := h.Create(members[0], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members[1:] {
		if _, err := h.JoinByCode(p.Code, m, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return h, p.Code
}

func memberNames(p Party) string {
	s := ""
	for _, m := range p.Members {
		s += m.Name + " "
	}
	return s
}

func TestThoseWhoCameFirstLead(t *testing.T) {
	h, code := newTestParty(t, ada, grace, mary)
	if err := h.LeaveParty(code, ada.Player, time.Now()); err != nil {
		t.Fatal(err)
	}
	p, err := h.Get(code, mary.Player, time.Now())
	if err != nil || p.Leader() != grace.Player || memberNames(p) != "Grace Mary " {
		t.Errorf("after the leader left: %s led by %s, %v", memberNames(p), p.Leader(), err)
	}
	if _, err := h.GetAsLeader(code, mary.Player, time.Now()); !errors.Is(err, ErrNotLeader) {
		t.Errorf("a member queues: %v, want %v", err, ErrNotLeader)
	}
	led, err := h.GetAsLeader(code, grace.Player, time.Now())
	if err == nil {
		err = h.SetTicket(led, "t", time.Now())
	}
	if err != nil {
		t.Errorf("the new leader queues: %v", err)
	}
	if err := h.LeaveParty(code, mary.Player, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := h.SetTicket(led, "u", time.Now()); !errors.Is(err, ErrChanged) {
		t.Errorf("the leader queues for somebody who has left: %v, want %v", err, ErrChanged)
	}
}

func TestOthersSeeNothing(t *testing.T) {
	h, code := newTestParty(t, ada)
	if _, err := h.Get(code, mary.Player, time.Now()); !errors.Is(err, ErrNotFound) {
		t.Errorf("Look = %v, want %v", err, ErrNotFound)
	}
	if err := h.LeaveParty(code, mary.Player, time.Now()); !errors.Is(err, ErrNotFound) {
		t.Errorf("Leave = %v, want %v", err, ErrNotFound)
	}
}

func TestNobodyIsInTwoParties(t *testing.T) {
	h, first := newTestParty(t, ada)
	second, err := h.Create(grace, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.JoinByCode(second.Code, ada, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.JoinByCode(first, mary, time.Now()); !errors.Is(err, ErrNotFound) {
		t.Errorf("the party that everybody left: %v, want %v", err, ErrNotFound)
	}
	if code, ok := h.CodeOf(ada.Player); !ok || code != second.Code {
		t.Errorf("Of = %q, %v, want %q", code, ok, second.Code)
	}
	if code, ok := h.CodeOf(mary.Player); ok {
		t.Errorf("Of somebody in no party = %q", code)
	}
}

func TestPartiesAreBounded(t *testing.T) {
	h, code := newTestParty(t, ada)
	for i := range MaxMembers - 1 {
		if _, err := h.JoinByCode(code, Member{Player: fmt.Sprint("m", i)}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.JoinByCode(code, mary, time.Now()); !errors.Is(err, ErrFull) {
		t.Errorf("one too many: %v, want %v", err, ErrFull)
	}
	var err error
	for i := range maxParties {
		_, err = h.Create(Member{Player: fmt.Sprint("c", i)}, time.Now())
	}
	if !errors.Is(err, ErrTooMany) {
		t.Errorf("party %d: %v, want %v", maxParties+1, err, ErrTooMany)
	}
}

func TestWatchEndsWithAChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, code := newTestParty(t, ada)
		p, _ := h.Get(code, ada.Player, time.Now())
		got := make(chan Party)
		go func() {
			p, _ := h.WaitForChange(t.Context(), code, ada.Player, p.Version)
			got <- p
		}()
		synctest.Wait()
		if _, err := h.JoinByCode(code, grace, time.Now()); err != nil {
			t.Fatal(err)
		}
		if p := <-got; memberNames(p) != "Ada Grace " {
			t.Errorf("watched %s, want both", memberNames(p))
		}
	})
}

func TestWatchEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, code := newTestParty(t, ada)
		ctx, cancel := context.WithTimeout(t.Context(), 25*time.Second)
		defer cancel()
		before, _ := h.Get(code, ada.Player, time.Now())
		after, err := h.WaitForChange(ctx, code, ada.Player, before.Version)
		if err != nil || after.Version != before.Version {
			t.Errorf("Watch = version %d, %v; want %d", after.Version, err, before.Version)
		}
	})
}

func TestInactiveMembersAreRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, code := newTestParty(t, ada, grace)
		for range 4 { // Grace asks, Ada has closed her laptop
			time.Sleep(25 * time.Second)
			if _, err := h.Get(code, grace.Player, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		p, err := h.Get(code, grace.Player, time.Now())
		if err != nil || p.Leader() != grace.Player || len(p.Members) != 1 {
			t.Errorf("after 100 s: %s, %v; want Grace alone", memberNames(p), err)
		}
		time.Sleep(2 * memberTimeout)
		if _, err := h.Get(code, grace.Player, time.Now()); !errors.Is(err, ErrNotFound) || len(h.byCode)+len(h.byPlayer) != 0 {
			t.Errorf("an idle party: %v, %d left; want it gone", err, len(h.byCode))
		}
	})
}
