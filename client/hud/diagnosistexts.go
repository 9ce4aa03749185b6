package hud

import (
	"perihelion/client/lang"
	"perihelion/client/netcode"
)

// String is the text for the net graph.
func (a diagnosis) String() string {
	switch a.issue {
	case notConnected:
		return lang.T("no connection yet")
	case noSnapshots:
		return lang.F("nothing has come for %d.%d s", a.value/10, a.value%10)
	case linkDead:
		return lang.T("your link carries nothing: waiting for it")
	case slowServer:
		return lang.F("the server is slow: it runs at %d %%", a.value)
	case heavyServer:
		return lang.F("the server works hard: ticks of up to %d ms", a.value)
	case fewSnapshots:
		return lang.F("the server is busy: it sends %d %% of the snapshots", a.value)
	case lowRate:
		return lang.T("5 Hz: your link carries no more")
	case halfRate:
		return lang.T("half rate: your link is slow")
	}
	return a.timingText()
}

// timingText is the text for what diagnoseTiming found.
func (a diagnosis) timingText() string {
	switch a.issue {
	case linkStalling:
		return lang.F("your link stalls: %d in the last minute", a.value)
	case clockJumping:
		return lang.F("your clock had to jump: %d in the last minute", a.value)
	case snapshotsLost:
		return lang.F("snapshots were lost: %d in the last minute", a.value)
	case inputsLate:
		return lang.F("your inputs come late: %d %% miss their tick", a.value)
	case framesStarved:
		return lang.F("snapshots come too late for %d %% of frames", a.value)
	case clockBending:
		return lang.F("your clock is being bent: %+d %%", a.value)
	case slowMachine:
		return lang.F("this machine draws only %d frames a second", a.value)
	case packetsLost:
		return lang.F("your link loses packets: others see you %d ms later", a.value)
	case highJitter:
		return lang.F("your link is uneven: others are shown %d ms later for it", a.value)
	case highLatency:
		return lang.F("the server is far away: %d ms", a.value)
	}
	return lang.T("all good")
}

// playerText is the text for players who do not use the net graph, without numbers: what is
// the cause and what one notices. Empty: it is not worth a message.
func (a diagnosis) playerText() string {
	switch a.issue {
	case linkDead:
		return lang.T("Your connection is too slow to play. Waiting for it")
	case lowRate:
		return lang.T("Your connection is very slow: the others move in jumps")
	case halfRate:
		return lang.T("Your connection is slow: the others move less smoothly")
	case slowServer:
		return lang.T("The server is overloaded, so the match runs slowly. It is not you")
	case slowMachine:
		if a.value < slowFPS {
			return lang.T("This device is too slow for the game. A smaller window helps")
		}
	case linkStalling:
		if a.severe {
			return lang.T("Your connection stutters: the others may jump")
		}
	}
	return ""
}

// wayName says for the net graph how the state comes, and why.
func wayName(d netcode.DatagramState) string {
	switch d {
	case netcode.DatagramsUsed:
		return lang.T("by datagram: packets are lost")
	case netcode.DatagramsSpare:
		return lang.T("by WebSocket, with datagrams to spare")
	case netcode.DatagramsBlocked:
		return lang.T("by WebSocket: datagrams are blocked")
	}
	return lang.T("by WebSocket")
}

// sendRateName is the name of a netcode.Stats.SendRate for the net graph.
func sendRateName(rung uint8) string {
	switch rung {
	case 0:
		return lang.T("full rate")
	case 1:
		return lang.T("half rate")
	case 2:
		return "5 Hz"
	}
	return lang.T("on hold")
}
