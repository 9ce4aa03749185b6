// Package feel measures how the netcode feels to players: real clients on the real
// gate, session and room, over simulated networks, in virtual time. `make feel` runs
// every profile, prints the table, checks the budgets and draws the charts; `go test`
// runs a few. Time is that of testing/synctest and random numbers are seeded, so that
// the same code gives the same figures to the last digit.
//
// Every profile has two trials: eight players who cruise in sight of each other and do
// not shoot, then sixteen who fight. Screens run at 60 Hz, each with a phase of its own.
// The first seconds, in which clocks converge, are not measured.
//
// The columns:
//
//	profile    the network of every player; "stall", "tab": half of them lose their link, or hide their page, for so long
//	cruise     correction of the own ship while nothing touches it, in world units, over every frame that had news: p99/max
//	brawl      the same in a fight of sixteen: p50/p99/max
//	starved    per cent of ticks that the server had to play without the input that was meant for them
//	slack      how early the newest input reached the server, in ticks of 16.7 ms, mean
//	underrun   per cent of frames in which the others were drawn without data
//	delay      interpolation delay: how far the others are drawn behind the newest snapshot that the link can bring, mean
//	lead       by how much they are drawn closer to the present than that, by the motion model, because a shot looks back 200 ms and no further; ms, mean
//	picture    distance of drawn ships from where they truly were at that moment, p99, in units
//	blind      per cent of frames without controls: the clock is not synced or the link is dead
//	back       from the moment the link or the page is back to full recovery, in ms: own controls work, others fresh, no ghost; the worst
//	jumps      ships drawn more than 16 units from the truth, or that were not there at all, after that recovery
//	confirmed  per cent of the rail shots that hit on the shooter's screen and that the server confirmed
//	void       such shots for which the rules decide in favour of the victim, see below
//	rewind     furthest into a victim's past that a rail hit, in ms
//	own        ticks from a key to the own screen, worst
//	other      from a key to the screens of the others, median in ms
//	floor      that median divided by the least possible: one way + one way + a tick + a snapshot interval
//	down, up   bytes per second and player in the fight, headers of the transport not counted
//	asked      keyframes that clients asked for, as a page does that was hidden
//	corrupt    snapshots that failed to decode or to match their checksum
//
// Packets are lost as with TCP: everything behind a lost packet waits for it, see
// shared/netsim. On such links the netcode takes more slack, which makes "other" longer.
//
// A rail shot counts for "confirmed" if its ray, from the predicted ship along its
// predicted heading, met a drawn ship within its radius, with no rock or star in
// front. Shots count as "void" instead if their victim or shooter was already dead on the
// server when it played them, or if the victim had blinked away or was protected after a
// spawn: the rules decide such cases for the victim.
//
// The second table is of the same networks where the server offers datagrams as well, which are lost
// and overtake each other one by one. A client uses them where its WebSocket loses time.
//
// For fairness sixteen equal pilots fight, four on each of four links, and the hits by all weapons
// are counted: each link should have a quarter.
//
// On the profiles whose link stays, eight bots of all skills play a match of Puck as well.
// Its clients predict everything that moves and draw it in the present. Compared is where
// things are predicted and drawn with where they truly were in that tick of a live round.
//
// The columns of Puck:
//
//	profile    the network of every player
//	puck       how far from the truth the puck is predicted, in world units: p50/p95/p99
//	in play    p95 of that without goals and face-offs, when it lies still
//	drawn      the same of the puck as it is drawn, which what is left of corrections moves
//	others     the same of the other skaters, as they are drawn: p50/p95
//	jump       by how many units the drawn puck moves in a frame beyond its speed: p99/max
//	ahead      per cent of the other skaters that were drawn in the present, in the tick of the own one
//	starved    per cent of ticks that the server had to play without the input that was meant for them
//	blind      per cent of frames without controls
//	down, up   bytes per second and player
//	corrupt    snapshots that failed to decode or to match their checksum
package feel
