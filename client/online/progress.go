package online

import (
	"context"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// Progress is our level, as the server has said it last.
type Progress struct {
	service *Service
	level   api.Level
	player  string // whose level it is; empty: not known yet
	stale   bool   // rounds may have ended since
	call    *Call[api.Profile]
	nextTry time.Time
}

// Level returns our level, once it is known.
func (p *Progress) Level() (l api.Level, known bool) {
	return p.level, p.player != "" && p.player == p.service.Guest().ID
}

// Refresh is called each frame. It asks for our level if it is not known, or may have changed.
// Somebody without an account has none, and gets none by this.
func (p *Progress) Refresh(now time.Time) {
	if r, ok := p.call.Result(); ok {
		p.call = nil
		if r.Err == nil {
			p.set(r.Value.PlayerID, r.Value.Level)
		}
	}
	g := p.service.Guest()
	if g.Token == "" || g.ID == p.player && !p.stale || p.call != nil || now.Before(p.nextTry) {
		return
	}
	p.nextTry, p.stale = now.Add(pollRetryInterval), false
	p.call = requestOptionalAuth(p.service, requestTimeout, func(ctx context.Context, l *lobby.Client) (api.Profile, error) {
		return l.Profile(ctx, "me")
	})
}

// set notes the level of a player.
func (p *Progress) set(player string, l api.Level) {
	if l.Needed > 0 { // a server of before has no levels
		p.player, p.level = player, l
	}
}
