package arenas

import (
	"context"
	"time"

	"perihelion/shared/api"
	"perihelion/sim"
)

const (
	workTime = 2 * time.Millisecond // of a check, after which as long belongs to the rooms
	mostWork = 12 * time.Minute     // of a check: a thousand objects take 2 minutes of a core of their own, and more where it is slow or busy

	costMost, costWorst = 1_000, 5_000 // µs for a tick, with the thinking of bots
)

// addTrials writes down what was found, and what a tick has cost in µs.
func addTrials(r *api.ArenaReport, trials []sim.Trial, cost int) {
	r.Good = true
	add := func(f api.ArenaFinding, fair, playable sim.Range) {
		f.Least, f.Most, f.Verdict = fair.Least, fair.Most, api.FindingOK
		switch {
		case !playable.Has(f.Value):
			f.Verdict, r.Good = api.FindingUnplayable, false
		case !fair.Has(f.Value):
			f.Verdict = api.FindingWarning
		}
		r.Findings = append(r.Findings, f)
	}
	for _, t := range trials {
		r.Trials = append(r.Trials, api.ArenaTrial{Mode: t.Mode.Name, Rounds: t.Rounds, Flown: t.Lives, Destroyed: t.Deaths, Things: t.Entities})
		for _, f := range t.Findings {
			add(api.ArenaFinding{Name: f.Name, Mode: t.Mode.Name, Value: f.Permille}, f.Fair, f.Playable)
		}
	}
	add(api.ArenaFinding{Name: "tick-cost", Value: cost}, sim.Range{Most: costMost}, sim.Range{Most: costWorst})
}

// pace lets a check work half of the time, and not for too long.
type pace struct {
	ctx    context.Context
	began  time.Time     // when it began to work after the last rest
	worked time.Duration // until then
	ticks  int

	renew   func() (goOn bool) // is called every renewTime
	renewed time.Time
	lost    bool // renew has said so
}

// goOn is asked before each tick.
func (p *pace) goOn() bool {
	p.ticks++
	did := time.Since(p.began)
	if did < workTime {
		return true
	}
	p.worked += did
	if p.began.Sub(p.renewed) >= renewTime {
		if p.renewed, p.lost = p.began, !p.renew(); p.lost {
			return false
		}
	}
	select {
	case <-p.ctx.Done():
		return false
	case <-time.After(did):
	}
	p.began = time.Now()
	return p.worked < mostWork
}
