package online

import (
	"context"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// Progress is our level, as the server has said it last, and the goals of the week.
type Progress struct {
	Goals Poller[api.Goals] // after RefreshGoals

	service *Service
	level   api.Level
	profile api.Profile
	player  string // whose level it is; empty: not known yet
	stale   bool   // rounds may have ended since
	call    *Call[api.Profile]
	nextTry time.Time
}

func newProgress(s *Service) Progress {
	return Progress{service: s, Goals: Poller[api.Goals]{
		interval: goalsInterval,
		fetch: func(ctx context.Context, l *lobby.Client, _ string) (g api.Goals, _ string, err error) {
			g, err = l.Goals(ctx)
			return g, "", err
		},
	}}
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
			p.Note(&r.Value)
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

const goalsInterval = time.Minute // between two looks at the goals

// RefreshGoals is called each frame while the goals are shown.
func (p *Progress) RefreshGoals(now time.Time) {
	if p.stale {
		p.Goals.nextPoll = now
	}
	if p.Goals.Poll(p.service, now) && p.Goals.Err != nil {
		p.Goals.nextPoll = now.Add(goalsInterval) // a server of before has none
	}
}

// Note takes what our profile says.
func (p *Progress) Note(me *api.Profile) {
	if me.Level.Needed > 0 { // a server of before has no levels
		p.player, p.level, p.profile = me.PlayerID, me.Level, *me
	}
}

// Profile is a copy of ours, as far as it is known.
func (p *Progress) Profile() api.Profile {
	if _, known := p.Level(); !known {
		return api.Profile{Name: p.service.Guest().Name, Deeds: map[string]int{}}
	}
	return p.profile
}

// Looks are what others see of us, as far as it is known.
func (p *Progress) Looks() protocol.Looks {
	chosen := p.Profile().Looks
	return protocol.Looks{Title: uint8(chosen.Title), Trail: uint8(chosen.Trail), Lines: uint8(chosen.Lines), KillSound: uint8(chosen.KillSound)}
}
