// Package feel is the laboratory of the netcode: real clients against the real
// gate, session and room, over simulated networks, in virtual time. `make feel`
// flies every profile, prints the table, checks the budgets and draws the charts;
// `go test` flies a few. Time is testing/synctest's and luck is seeded, so that
// the same code gives the same figures to the last digit.
//
// Every profile is flown twice: eight pilots who cruise in sight of each other and
// touch nothing, then sixteen who fight. Screens run at 60 Hz, each with a phase of
// its own. The first seconds, in which clocks find their place, do not count.
//
// The columns:
//
//	profile    the network of every pilot; "stall", "tab": half of them lose their link, or hide their page, for so long
//	cruise     correction of the own ship while nothing touches it, in world units, over every frame that had news: p99/max
//	brawl      the same in a fight of sixteen: p50/p99/max
//	starved    per cent of ticks that the server had to play without the input that was meant for them
//	slack      how early the newest input reached the server, in ticks of 16.7 ms, mean
//	underrun   per cent of frames in which the others were drawn without data
//	delay      interpolation delay: how far the others are drawn behind the newest snapshot that the link can bring, mean
//	lead       by how much they are drawn closer to the present than that, by the motion model, because a shot looks back 200 ms and no further; ms, mean
//	picture    distance of drawn ships from where they truly were at that moment, p99, in units
//	blind      per cent of frames without controls: the clock is not synced or the link is dead
//	back       from the moment the link or the page is back to full recovery, in ms: own controls obeyed, others fresh, no ghost; the worst
//	jumps      ships drawn more than 16 units from the truth, or that were not there at all, after that recovery
//	confirmed  per cent of the rail shots that hit on the shooter's screen and that the server confirmed
//	void       such shots that the victim's side of the story beat, see below
//	rewind     furthest into a victim's past that a rail hit, in ms
//	own        ticks from a key to the own screen, worst
//	other      from a key to the screens of the others, median in ms
//	floor      that median divided by the least possible: one way + one way + a tick + a snapshot interval
//	down, up   bytes per second and player in the fight, headers of the transport not counted
//	asked      keyframes that clients asked for, as a page does that was hidden
//	corrupt    snapshots that failed to decode or to match their checksum
//
// Packets are lost as TCP has them lost: all behind a lost one waits for it, see
// shared/netsim. Links that do so are allowed more slack, which "other" pays for.
//
// A rail shot counts for "confirmed" if its ray, from the predicted ship along its
// predicted heading, met a drawn ship within its radius, with no rock or star in
// front. Left out, and counted beside it, are shots whose victim or shooter was
// already dead on the server when it played them, and those at a victim who by then
// had blinked away or was protected after a spawn: there the victim's side of the
// story wins by rule.
package feel
