package ships

import "perihelion/sim"

// SchemaOf describes the words of k, in their order. The codec sends only these words,
// and refuses a kind that has none.
func SchemaOf(k sim.Kind) []sim.Field {
	if k >= kinds {
		return nil
	}
	return schema[k]
}

var schema = [kinds][]sim.Field{
	KindShip: {
		{Name: "x", Bits: posBits, Signed: true, Small: 1, Axis: sim.AxisX, Tolerance: posTolerance},
		{Name: "y", Bits: posBits, Signed: true, Small: 1, Axis: sim.AxisY, Tolerance: posTolerance},
		{Name: "vx", Bits: velBits, Signed: true, Small: 1, Coarse: velCoarse, Velocity: sim.AxisX, Tolerance: velTolerance},
		{Name: "vy", Bits: velBits, Signed: true, Small: 1, Coarse: velCoarse, Velocity: sim.AxisY, Tolerance: velTolerance},
		{Name: "heading", Bits: 8, Small: 2, Tolerance: headingTolerance},
		{Name: "thrust", Bits: 2, Signed: true},
		{Name: "strafe", Bits: 2, Signed: true},
		{Name: "hull", Bits: 7},
		{Name: "shield", Bits: 7},
		{Name: "flags", Bits: 5},
		{Name: "heat", Bits: heatBits},
		{Name: "class", Bits: classBits},
	},
	KindPulse: {
		{Name: "born", Bits: 10, Birth: 1},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX, Birth: 3},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY, Birth: 3},
		{Name: "vx", Bits: velBits, Signed: true, Birth: 5},
		{Name: "vy", Bits: velBits, Signed: true, Birth: 5},
		{Name: "heat", Bits: heatBits, Birth: 1},
	},
	KindSeeker: {
		{Name: "x", Bits: posBits, Signed: true, Small: 2, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Small: 2, Axis: sim.AxisY},
		{Name: "vx", Bits: velBits, Signed: true, Small: 4, Velocity: sim.AxisX},
		{Name: "vy", Bits: velBits, Signed: true, Small: 4, Velocity: sim.AxisY},
		{Name: "heading", Bits: 8, Small: 2},
	},
	KindMine: {
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "armed", Bits: 1},
	},
	KindScrap: {
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
	},
	KindRock: {{Name: "hull", Bits: 7}},
	KindPad:  {{Name: "item", Bits: 3}},
	KindScore: {
		{Name: "points", Bits: 16, Signed: true, Small: 1},
		{Name: "kills", Bits: 16, Small: 1},
		{Name: "deaths", Bits: 16, Small: 1},
		{Name: "team", Bits: 2},
		{Name: "streak", Bits: 8, Small: 1},
		{Name: "class", Bits: classBits},
		{Name: "refits", Bits: uint8(Refits)},
	},
	KindMatch: {
		{Name: "phase", Bits: 2},
		{Name: "ends", Bits: 32},
		{Name: "round", Bits: 16, Small: 2},
		{Name: "leader", Bits: whoBits, Player: true},
		{Name: "limit", Bits: 16},
		{Name: "team1", Bits: 16, Signed: true, Small: 1},
		{Name: "team2", Bits: 16, Signed: true, Small: 1},
		{Name: "victor", Bits: 2},
		{Name: "sudden", Bits: 1},
		{Name: "arena", Bits: 4},
	},

	EventRail: {
		{Name: "shooter", Bits: whoBits, Player: true},
		{Name: "x0", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y0", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "x1", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y1", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "hit", Bits: 1},
		{Name: "heat", Bits: heatBits},
	},
	EventHit: {
		{Name: "shooter", Bits: whoBits, Player: true},
		{Name: "victim", Bits: whoBits, Player: true},
		{Name: "weapon", Bits: 3},
		{Name: "damage", Bits: 7},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "rewind", Bits: 6},
		{Name: "capped", Bits: 1},
	},
	EventKill: {
		{Name: "killer", Bits: whoBits, Player: true},
		{Name: "victim", Bits: whoBits, Player: true},
		{Name: "weapon", Bits: 3},
		{Name: "points", Bits: 5},
	},
	EventSpawn: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
	},
	EventBlast: {
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "size", Bits: 8},
	},
	EventPickup: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "item", Bits: 3},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
	},
	EventItemUse: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "item", Bits: 3},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
	},
	EventAward: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "title", Bits: 3},
		{Name: "value", Bits: 16},
	},
	KindVote: {
		{Name: "offer1", Bits: 4},
		{Name: "offer2", Bits: 4},
		{Name: "offer3", Bits: 4},
		{Name: "votes1", Bits: 8, Small: 1},
		{Name: "votes2", Bits: 8, Small: 1},
		{Name: "votes3", Bits: 8, Small: 1},
		{Name: "ready", Bits: 8, Small: 1},
		{Name: "players", Bits: 8, Small: 1},
	},
	KindGoal: {
		{Name: "holder", Bits: whoBits, Player: true},
		{Name: "team", Bits: 2},
		{Name: "phase", Bits: 16},
		{Name: "distance", Bits: 15},
		{Name: "progress", Bits: 8, Small: 1},
		{Name: "x", Bits: 12, Signed: true, Small: 2},
		{Name: "y", Bits: 12, Signed: true, Small: 2},
	},
	KindRacer: {
		{Name: "passed", Bits: 32},
		{Name: "lap", Bits: 32},
		{Name: "best", Bits: 16},
	},
	KindPowerup: {
		{Name: "x", Bits: posBits, Signed: true},
		{Name: "y", Bits: posBits, Signed: true},
		{Name: "gives", Bits: 2},
		{Name: "opens", Bits: 32},
		{Name: "holder", Bits: whoBits, Player: true},
		{Name: "progress", Bits: 8, Small: 3},
		{Name: "contested", Bits: 1},
	},
	EventPowerup: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "gives", Bits: 2},
		{Name: "x", Bits: posBits, Signed: true},
		{Name: "y", Bits: posBits, Signed: true},
	},
}
