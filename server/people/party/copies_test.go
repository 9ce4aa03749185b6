package party

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// copied is a service that keeps copies of the parties of another one.
func copied(from *Service) *Service {
	to := New()
	from.OnChange(func(p Party) { to.Copy(p, time.Now()) })
	return to
}

func TestCopiesOutliveTheServerThatLeads(t *testing.T) {
	leads := New()
	copies := copied(leads)
	p, err := leads.Create(ada, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err = leads.JoinByCode(p.Code, grace, time.Now()); err != nil {
		t.Fatal(err)
	}
	q, err := leads.Create(mary, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err = leads.JoinByCode(q.Code, grace, time.Now()); err != nil { // who leaves the first one
		t.Fatal(err)
	}
	for _, s := range []*Service{leads, copies} {
		one, err := s.Get(p.Code, ada.Player, time.Now())
		two, err2 := s.Get(q.Code, grace.Player, time.Now())
		if err != nil || err2 != nil || memberNames(one) != "Ada " || memberNames(two) != "Mary Grace " {
			t.Errorf("parties %q, %q, %v, %v", memberNames(one), memberNames(two), err, err2)
		}
		if code, _ := s.CodeOf(grace.Player); code != q.Code {
			t.Errorf("Grace is in %q, want %q", code, q.Code)
		}
	}
	if err := leads.LeaveParty(p.Code, ada.Player, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := copies.Get(p.Code, ada.Player, time.Now()); !errors.Is(err, ErrNotFound) || len(copies.All()) != 1 {
		t.Errorf("a party that has ended: %v, %v", err, copies.All())
	}
	before, _ := copies.Get(q.Code, mary.Player, time.Now())
	if _, err := copies.JoinByCode(q.Code, ada, time.Now()); err != nil { // it leads now
		t.Fatal(err)
	}
	if after, err := copies.Get(q.Code, mary.Player, time.Now()); err != nil || after.Version <= before.Version || memberNames(after) != "Mary Grace Ada " {
		t.Errorf("after the next leads: %+v, %v; before: %+v", after, err, before)
	}
}

func TestCopiesThatNobodyTellsOfGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leads := New()
		copies := copied(leads)
		if _, err := leads.Create(ada, time.Now()); err != nil {
			t.Fatal(err)
		}
		for range 3 { // told of again
			time.Sleep(memberTimeout - time.Second)
			for _, p := range leads.All() {
				copies.Copy(p, time.Now())
			}
		}
		if _, err := copies.Create(grace, time.Now()); err != nil || len(copies.All()) != 2 {
			t.Errorf("parties %v, %v; want both", copies.All(), err)
		}
		time.Sleep(memberTimeout + 2*time.Second)
		if _, err := copies.Create(mary, time.Now()); err != nil || len(copies.All()) != 1 {
			t.Errorf("parties %v, %v; want only the new one", copies.All(), err)
		}
	})
}
