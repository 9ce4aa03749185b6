package prefs

// Guest is who plays, and the token with which a server knows them.
type Guest struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name"`
	Token    string `json:"token"` // empty: the server does not know us yet
	Server   string `json:"server"`
	IssuedAt int64  `json:"since,omitempty"` // when the token was given, in Unix seconds
}

// Window tells one window of the game from others that share its Store: two tabs
// of a browser, two processes on a desktop. The platform's is NewWindow.
type Window interface {
	ClaimToken(token string) bool // for as long as the window is open; false: another one has it
	StoreGuest(g Guest)           // until the window is closed; a reload does not close it
	StoredGuest() Guest
	StoreSeat(s Seat) // as Keep
	StoredSeat() Seat
}

// Open says in which window we are.
func (p *Prefs) SetWindow(w Window) {
	p.window, p.current = w, w.StoredGuest()
}

// Guest is the guest that this window plays as at a server: the one that it has
// played as, or else the remembered one. A seat belongs to a guest, so one that
// another window plays as is not taken from it; then the answer has no token.
func (p *Prefs) GuestFor(server string) Guest {
	for _, g := range []Guest{p.current, p.remembered()} {
		if g.Token != "" && g.Server == server && p.claimToken(g.Token) {
			p.current = g
			return g
		}
	}
	return Guest{Server: server}
}

// CurrentGuest is who this window plays as, or would be offered to.
func (p *Prefs) CurrentGuest() Guest {
	if p.current.Token != "" {
		return p.current
	}
	return p.remembered()
}

// Keep has this window play as g, and the next one too, unless that belongs to
// another window. It does nothing for the guest that we are already.
func (p *Prefs) SetGuest(g Guest) error {
	if g == p.current && g == p.remembered() {
		return nil
	}
	first := p.Token == "" || p.claimToken(p.Token)
	p.current = g
	if p.window != nil {
		p.window.StoreGuest(g)
		p.window.ClaimToken(g.Token) // nobody else can have it: it is ours, or the server has just made it
	}
	if !first || g == p.remembered() {
		return nil
	}
	p.setRemembered(g)
	return p.Save()
}

// ClearGuest makes us nobody, when the server has been told to.
func (p *Prefs) ClearGuest() error {
	if p.remembered() == p.current {
		p.setRemembered(Guest{})
	}
	p.current = Guest{}
	if p.window != nil {
		p.window.StoreGuest(Guest{})
	}
	return p.Save()
}

func (p *Prefs) claimToken(token string) bool { return p.window == nil || p.window.ClaimToken(token) }

func (p *Prefs) remembered() Guest { return Guest{p.ID, p.Name, p.Token, p.Server, p.IssuedAt} }

func (p *Prefs) setRemembered(g Guest) {
	p.ID, p.Name, p.Token, p.Server, p.IssuedAt = g.ID, g.Name, g.Token, g.Server, g.IssuedAt
}
