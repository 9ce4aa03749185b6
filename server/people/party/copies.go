package party

import "time"

// OnChange lets f hear of every party that has changed, in order; one without members has ended.
// f must not block, and not call the Service. Call it before all else.
func (s *Service) OnChange(f func(Party)) { s.onChange = f }

// All are all parties.
func (s *Service) All() (all []Party) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.byCode {
		all = append(all, g.snapshot())
	}
	return all
}

// Copy keeps a party as the server that leads has it. Copies that it does not tell of any more go
// like members who do not ask.
func (s *Service) Copy(p Party, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeInactive(now)
	g := s.byCode[p.Code]
	if g == nil {
		if len(p.Members) == 0 || len(s.byCode) >= maxParties {
			return
		}
		g = &group{Party: Party{Code: p.Code}, changed: make(chan struct{})}
		s.byCode[p.Code] = g
	}
	for _, m := range g.Members {
		if s.byPlayer[m.Player] == g {
			delete(s.byPlayer, m.Player)
		}
	}
	changed := g.Version != p.Version
	g.Party, g.lastSeen = p, map[string]time.Time{}
	for _, m := range p.Members {
		s.dropMember(m.Player) // from the copy of a party that they have left: that server tells of it, too
		g.lastSeen[m.Player], s.byPlayer[m.Player] = now, g
	}
	if len(p.Members) == 0 {
		delete(s.byCode, p.Code)
	}
	if changed {
		g.wake()
	}
}
