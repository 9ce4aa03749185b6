package simtest

import (
	"errors"
	"fmt"
	"strings"

	"perihelion/sim"
	"perihelion/sim/rng"
)

func checkAbout(g sim.Game) error {
	a := g.About()
	switch {
	case a == nil || a != g.About():
		return errors.New("two calls of About do not give the same")
	case !isName(a.Name):
		return fmt.Errorf("the name is %q, want lower-case letters, digits and hyphens", a.Name)
	case a.Title == "":
		return errors.New("no title")
	case a.Rules < 1:
		return fmt.Errorf("the rules have version %d, want 1 or more", a.Rules)
	case a.View.HalfWidth <= 0 || a.View.HalfHeight <= 0 || a.View.MinAspect <= 0 || a.View.MaxAspect < a.View.MinAspect:
		return fmt.Errorf("a view of %+v shows nothing", a.View)
	case a.Leap <= 0:
		return fmt.Errorf("a leap of %d units, want more than 0", a.Leap)
	}
	return errors.Join(checkModes(a), checkKinds(a), checkColumns(a), checkInputSchema(a.Inputs), checkDistances(a), checkDaily(g, a.Daily))
}

func checkDaily(g sim.Game, d *sim.Daily) error {
	if d == nil {
		return nil
	}
	cfg := d.Config(g.About().Name, 20_000)
	if next := d.Config(g.About().Name, 20_001); next.Seed == cfg.Seed {
		return errors.New("the daily run is the same on two days")
	}
	if d.Version < 1 || d.Mode == nil || d.Mode.Endless || d.Mode.Teams > 0 || d.Seconds < 1 || len(d.Bots) == 0 {
		return fmt.Errorf("a daily run of %+v: want a version, a mode with an end and without teams, a time, and bots", *d)
	}
	return g.Check(cfg)
}

func checkDistances(a *sim.About) error {
	i, s := a.Distances()
	switch {
	case min(i.EnterMargin, i.Near) < 0 || i.LeaveMargin < i.EnterMargin:
		return fmt.Errorf("an interest of %+v: want no distance below 0, and LeaveMargin beyond EnterMargin", i)
	case s.SmallError < 0 || s.LargeError <= s.SmallError || s.SnapError < s.LargeError:
		return fmt.Errorf("a smoothing of %+v: want 0 < SmallError < LargeError <= SnapError", s)
	case min(s.TeleportDistance, s.TeleportError) < 0:
		return fmt.Errorf("a smoothing of %+v: want no distance below 0", s)
	}
	return nil
}

// isName reports whether s may be a name on the wire, in URLs and in metrics.
func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func checkModes(a *sim.About) error {
	if len(a.Modes) == 0 {
		return errors.New("no modes")
	}
	for i, m := range a.Modes {
		switch found, _ := a.Mode(m.Name); {
		case !isName(m.Name):
			return fmt.Errorf("mode %d is called %q, want lower-case letters, digits and hyphens", i, m.Name)
		case found != m:
			return fmt.Errorf("two modes are called %q", m.Name)
		case m.Teams != 0 && m.Teams != 2:
			return fmt.Errorf("mode %s has %d teams, want 0 or 2", m, m.Teams)
		case m.Teams > 0 && m.Seats%m.Teams != 0:
			return fmt.Errorf("mode %s has %d seats for %d teams", m, m.Seats, m.Teams)
		case m.Seats < 0 || m.Seats > sim.MaxPlayers:
			return fmt.Errorf("mode %s has %d seats", m, m.Seats)
		case m.Points < 0 || m.Points > sim.MaxPoints || m.Seconds < 0 || m.Seconds > sim.MaxSeconds:
			return fmt.Errorf("mode %s ends at %d points or after %d seconds", m, m.Points, m.Seconds)
		case m.Endless == (m.Points > 0 || m.Seconds > 0):
			return fmt.Errorf("mode %s ends at %d points or after %d seconds, and Endless is %v", m, m.Points, m.Seconds, m.Endless)
		case m.Endless && (m.Rated || m.Alone || m.Teams > 0 || m.Seats > 0):
			return fmt.Errorf("mode %s is endless: nothing can be rated, and everyone plays for themselves on seats that the server gives", m)
		}
	}
	return nil
}

func checkKinds(a *sim.About) error {
	if len(a.Kinds) < 2 || len(a.Kinds) > sim.MaxKinds+1 {
		return fmt.Errorf("%d kinds, want 1 to %d after kind 0", len(a.Kinds)-1, sim.MaxKinds)
	}
	if len(a.Kinds[0]) != 0 {
		return errors.New("kind 0 has words, but it means none")
	}
	for k, fields := range a.Kinds {
		if len(fields) > sim.EntityWords {
			return fmt.Errorf("kind %d has %d words, want at most %d", k, len(fields), sim.EntityWords)
		}
		for i, f := range fields {
			if f.Name == "" || f.Bits < 1 || f.Bits > 32 || f.Small >= f.Bits {
				return fmt.Errorf("word %d of kind %d is %+v: it needs a name, 1 to 32 bits, and Small below that", i, k, f)
			}
		}
	}
	return nil
}

func checkColumns(a *sim.About) error {
	if len(a.Columns) < 1 || len(a.Columns) > sim.MaxColumns {
		return fmt.Errorf("%d columns, want 1 to %d", len(a.Columns), sim.MaxColumns)
	}
	for i, c := range a.Columns {
		if !isName(c) {
			return fmt.Errorf("column %d is called %q, want lower-case letters, digits and hyphens", i, c)
		}
	}
	return nil
}

func checkInputSchema(s *sim.InputSchema) error {
	if s == nil || len(s.Axes) > sim.InputAxes || s.Buttons > 16 {
		return fmt.Errorf("inputs %+v: want at most %d axes and 16 buttons", s, sim.InputAxes)
	}
	for i, a := range s.Axes {
		if a.Name == "" {
			return fmt.Errorf("axis %d has no name", i)
		}
	}
	if (s.Repeated|s.Merged|s.Reserved)>>s.Buttons != 0 {
		return fmt.Errorf("buttons repeat (%b), merge (%b) or are reserved (%b), but there are only %d", s.Repeated, s.Merged, s.Reserved, s.Buttons)
	}
	return nil
}

func checkInputs(g sim.Game) error {
	s, luck := g.About().Inputs, rng.Source(1)
	before := sim.Input{View: 9, Fraction: 3}
	for range 2000 {
		in := anyInput(&luck, s)
		if again := s.Clamp(in); again != in {
			return fmt.Errorf("%+v clamped is %+v", in, again)
		}
		encoded := s.Append(nil, &in, &before)
		got := before
		n := s.Read(encoded, &got)
		in.View, in.Fraction = before.View, before.Fraction
		if n != len(encoded) || n > sim.MaxInputBytes || got != in {
			return fmt.Errorf("%+v is read as %+v, from %d of %d bytes", in, got, n, len(encoded))
		}
		for _, c := range [...]sim.Input{s.Neutral(in), s.Repeat(in), s.Merge(before, in), s.OfPlayer(in)} {
			if s.Clamp(c) != c {
				return fmt.Errorf("%+v becomes %+v, which the wire cannot carry", in, c)
			}
		}
		before = in
		before.View, before.Fraction = 9, 3
	}
	return nil
}
