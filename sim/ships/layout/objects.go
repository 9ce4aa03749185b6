package layout

// Limits of an arena.
const (
	version = 1

	maxID    = 24 // bytes
	MaxTitle = 32 // letters

	MaxStars = 3
	MaxGates = 16
	MaxRock  = 200 // units of radius of a rock

	maxBelts, maxRocks, maxPads, maxSpawns, maxZones = 4, 512, 64, 32, 400

	minRadius, maxRadius = 1_000, 24_000
	beyond               = 950 // 1/1000 of the radius: nothing is farther out
	turn                 = 1<<16 - 1
	minPeriod, maxPeriod = 20, 3_600
)

// fields names every field of an arena: what reads and what writes one go through it, so that
// neither can forget any. Here are the ranges, and nowhere else.
func (a *Arena) code(f *fields) {
	a.codeHead(f)
	for _, l := range a.lists() {
		switch {
		case f.begins(l.name):
			l.readAll(f)
		case f.from == nil:
			l.write(f)
		}
	}
	f.object("backdrop", &a.Backdrop)
}

func (a *Arena) codeHead(f *fields) {
	f.number("version", &a.Version, version, version)
	f.name("name", &a.Name)
	f.title("title", &a.Title)
	f.number("radius", &a.Radius, minRadius, maxRadius)
	f.number("perSeat", &a.PerSeat, 0, 1_000)
}

// lists are those of an arena. Here is how many objects each may hold, and what one is before its
// fields are read.
func (a *Arena) lists() lists {
	return lists{
		{"stars", &rows[Star, *Star]{&a.Stars, MaxStars, Star{Kind: KindStar, Radius: 120, Pull: 1_000}}},
		{"belts", &rows[Belt, *Belt]{&a.Belts, maxBelts, Belt{Outer: 900, Smallest: 38, Largest: 86, Pace: 30}}},
		{"rocks", &rows[Rock, *Rock]{&a.Rocks, maxRocks, Rock{Radius: 60}}},
		{"gates", &rows[Gate, *Gate]{&a.Gates, MaxGates, Gate{Radius: 60}}},
		{"pads", &rows[Pads, *Pads]{&a.Pads, maxPads, Pads{Inner: 550, Outer: 750, Period: 300}}},
		{"spawns", &rows[Spawn, *Spawn]{&a.Spawns, maxSpawns, Spawn{Inner: 300, Outer: 850}}},
		{"zones", &rows[Zone, *Zone]{&a.Zones, maxZones, Zone{Use: UseCheckpoint, Radius: 190}}},
	}
}

func (s *Star) code(f *fields) {
	f.name("id", &s.ID)
	f.choice("kind", &s.Kind, KindStar, KindBlack)
	f.number("radius", &s.Radius, 30, 300)
	f.number("pull", &s.Pull, 0, 3_000)
	s.Orbit.code(f)
}

func (o *Orbit) code(f *fields) {
	f.number("distance", &o.Distance, 0, beyond)
	f.number("phase", &o.Phase, 0, turn)
	f.number("period", &o.Period, -maxPeriod, maxPeriod)
}

func (b *Belt) code(f *fields) {
	f.name("id", &b.ID)
	f.number("inner", &b.Inner, 0, beyond)
	f.number("outer", &b.Outer, 0, beyond)
	f.number("count", &b.Count, 0, 200)
	f.number("every", &b.Every, 0, maxRadius)
	f.number("smallest", &b.Smallest, 20, MaxRock)
	f.number("largest", &b.Largest, 20, MaxRock)
	f.number("pace", &b.Pace, 0, 100)
	f.number("retrograde", &b.Retrograde, 0, 100)
}

func (r *Rock) code(f *fields) {
	f.name("id", &r.ID)
	f.number("radius", &r.Radius, 20, MaxRock)
	r.Orbit.code(f)
}

func (g *Gate) code(f *fields) {
	f.name("id", &g.ID)
	f.name("to", &g.To)
	f.number("radius", &g.Radius, 40, 120)
	g.Orbit.code(f)
}

func (p *Pads) code(f *fields) {
	f.name("id", &p.ID)
	f.number("count", &p.Count, 0, 64)
	f.number("every", &p.Every, 0, maxRadius)
	f.number("inner", &p.Inner, 0, beyond)
	f.number("outer", &p.Outer, 0, beyond)
	f.number("period", &p.Period, minPeriod, maxPeriod)
}

func (s *Spawn) code(f *fields) {
	f.name("id", &s.ID)
	f.number("inner", &s.Inner, 100, beyond)
	f.number("outer", &s.Outer, 100, beyond)
}

func (z *Zone) code(f *fields) {
	f.name("id", &z.ID)
	f.choice("use", &z.Use, UseBeacon, UseComet, UseCheckpoint)
	f.number("radius", &z.Radius, 40, 400)
	z.Orbit.code(f)
}

func (b *Backdrop) code(f *fields) {
	f.number("nebula", &b.Nebula, 0, 359)
	f.number("accent", &b.Accent, 0, 359)
	f.number("haze", &b.Haze, 0, 100)
	f.number("stars", &b.Stars, 0, 200)
}
