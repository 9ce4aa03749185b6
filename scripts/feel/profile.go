package feel

import (
	"time"

	"perihelion/scripts/harness"
	"perihelion/shared/netsim"
)

// Profile is one row of the table: a network, and what goes wrong on it.
type Profile struct {
	Name   string
	Net    netsim.Profile
	Jitter time.Duration // of Net, one way, for the floor
	Steady bool          // neither loss nor outage: the budgets of a good link apply

	Datagrams bool // the server offers datagrams beside the WebSocket

	Outage time.Duration // half of the players lose their link for so long
	Hidden bool          // or, instead of the link, hide their page
	Mended time.Duration // after joining, when Net stays good; 0: it always is, or never
}

const ms = time.Millisecond

// Profiles are the rows of the table.
func Profiles() []Profile {
	steady := func(name, net string, jitter time.Duration) Profile {
		return Profile{Name: name, Net: network(net), Jitter: jitter, Steady: true}
	}
	calm := network("60ms")
	return []Profile{
		steady("LAN", "lan", 0),
		steady("30 ms", "30ms", 0),
		steady("60 ms", "60ms", 0),
		steady("120 ms", "120ms", 0),
		steady("200 ms", "200ms", 0),
		steady("120 ms ± 5", "120ms jitter 5ms", 5*ms),
		steady("120 ms ± 20", "120ms jitter 20ms", 20*ms),
		steady("120 ms ± 50", "120ms jitter 50ms", 50*ms),
		{Name: "loss 0.5 %", Net: network("60ms stalls 0.5%"), Jitter: 5 * ms},
		{Name: "loss 2 %", Net: network("60ms stalls 2%"), Jitter: 5 * ms},
		{Name: "loss 5 %", Net: network("60ms stalls 5%"), Jitter: 5 * ms},
		{Name: "256 kbit/s", Net: network("asymmetric 256 kbit/s")},
		{Name: "bad minute", Net: network("bad minute"), Jitter: 5 * ms, Mended: 19 * time.Second},
		{Name: "tab 5 s", Net: calm, Outage: 5 * time.Second, Hidden: true},
		{Name: "stall 1 s", Net: calm, Outage: time.Second},
		{Name: "stall 5 s", Net: calm, Outage: 5 * time.Second},
		{Name: "stall 30 s", Net: calm, Outage: 30 * time.Second},
	}
}

// datagramProfiles are the rows of the second table: those of profiles on which the server offers
// datagrams and something may be gained or lost by them.
func datagramProfiles(profiles []Profile) (all []Profile) {
	for _, p := range profiles {
		switch p.Name {
		case "60 ms", "200 ms", "120 ms ± 50", "loss 0.5 %", "loss 2 %", "loss 5 %", "256 kbit/s", "stall 1 s", "stall 5 s":
			p.Datagrams = true
			all = append(all, p)
		}
	}
	return all
}

// network finds a network of netsim, which must exist.
func network(name string) netsim.Profile {
	p, ok := harness.Network(name)
	if !ok {
		panic("feel: netsim has no profile " + name)
	}
	return p
}

// oneWays is the time that both ways take together, in the middle of the jitter.
func (p *Profile) oneWays() time.Duration {
	return p.Net.Up.Latency + p.Net.Down.Latency + p.Jitter
}
