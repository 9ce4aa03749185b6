package prefs

// Guest is who plays, and the token with which a server knows them.
type Guest struct {
	ID     string `json:"id,omitempty"`
	Name   string `json:"name"`
	Token  string `json:"token"` // empty: the server does not know us yet
	Server string `json:"server"`
	Since  int64  `json:"since,omitempty"` // when the token was given, in Unix seconds
}

// Window tells one window of the game from others that share its Store: two tabs
// of a browser, two processes on a desktop. The platform's is NewWindow.
type Window interface {
	Claim(token string) bool // for as long as the window is open; false: another one has it
	Keep(g Guest)            // until the window is closed; a reload does not close it
	Kept() Guest
	KeepSeat(s Seat) // as Keep
	KeptSeat() Seat
}

// Open says in which window we are.
func (p *Prefs) Open(w Window) {
	p.window, p.own = w, w.Kept()
}

// Guest is the guest that this window plays as at a server: the one that it has
// played as, or else the remembered one. A seat belongs to a guest, so one that
// another window plays as is not taken from it; then the answer has no token.
func (p *Prefs) Guest(server string) Guest {
	for _, g := range []Guest{p.own, p.remembered()} {
		if g.Token != "" && g.Server == server && p.claim(g.Token) {
			p.own = g
			return g
		}
	}
	return Guest{Server: server}
}

// Own is who this window plays as, or would be offered to.
func (p *Prefs) Own() Guest {
	if p.own.Token != "" {
		return p.own
	}
	return p.remembered()
}

// Keep has this window play as g, and the next one too, unless that belongs to
// another window. It does nothing for the guest that we are already.
func (p *Prefs) Keep(g Guest) error {
	if g == p.own && g == p.remembered() {
		return nil
	}
	first := p.Token == "" || p.claim(p.Token)
	p.own = g
	if p.window != nil {
		p.window.Keep(g)
		p.window.Claim(g.Token) // nobody else can have it: it is ours, or the server has just made it
	}
	if !first || g == p.remembered() {
		return nil
	}
	p.remember(g)
	return p.Save()
}

// Forget makes us nobody, when the server has been told to.
func (p *Prefs) Forget() error {
	if p.remembered() == p.own {
		p.remember(Guest{})
	}
	p.own = Guest{}
	if p.window != nil {
		p.window.Keep(Guest{})
	}
	return p.Save()
}

func (p *Prefs) claim(token string) bool { return p.window == nil || p.window.Claim(token) }

func (p *Prefs) remembered() Guest { return Guest{p.ID, p.Name, p.Token, p.Server, p.Since} }

func (p *Prefs) remember(g Guest) {
	p.ID, p.Name, p.Token, p.Server, p.Since = g.ID, g.Name, g.Token, g.Server, g.Since
}
