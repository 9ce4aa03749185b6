package scene

// deserted reports whether we have no opponent but a bot, or none at all, in a duel
// that a queue has led us to: then the menu offers the way back there. In a private
// room it is the friend who is waited for.
func (m *match) deserted() bool {
	v := m.view
	if v == nil || v.Watching || v.Code != "" || m.want.queue == "" || !v.Config.Alone() {
		return false
	}
	for i := range v.Roster {
		if p := &v.Roster[i]; p.ID != v.Me && !p.Bot {
			return p.Away // and its seat is held
		}
	}
	return true
}
