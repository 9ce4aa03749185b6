package hud

import "fmt"

// String is the text for the net graph.
func (a diagnosis) String() string {
	switch a.issue {
	case notConnected:
		return "no connection yet"
	case noSnapshots:
		return fmt.Sprintf("nothing has come for %d.%d s", a.value/10, a.value%10)
	case linkDead:
		return "your link carries nothing: waiting for it"
	case slowServer:
		return fmt.Sprintf("the server is slow: it runs at %d %%", a.value)
	case heavyServer:
		return fmt.Sprintf("the server works hard: ticks of up to %d ms", a.value)
	case lowRate:
		return "5 Hz: your link carries no more"
	case halfRate:
		return "half rate: your link is slow"
	case linkStalling:
		return fmt.Sprintf("your link stalls: %d in the last minute", a.value)
	case clockJumping:
		return fmt.Sprintf("your clock had to jump: %d in the last minute", a.value)
	case snapshotsLost:
		return fmt.Sprintf("snapshots were lost: %d in the last minute", a.value)
	case inputsLate:
		return fmt.Sprintf("your inputs come late: %d %% miss their tick", a.value)
	case framesStarved:
		return fmt.Sprintf("snapshots come too late for %d %% of frames", a.value)
	case clockBending:
		return fmt.Sprintf("your clock is being bent: %+d %%", a.value)
	case slowMachine:
		return fmt.Sprintf("this machine draws only %d frames a second", a.value)
	case packetsLost:
		return fmt.Sprintf("your link loses packets: others see you %d ms later", a.value)
	case highJitter:
		return fmt.Sprintf("your link is uneven: others are shown %d ms later for it", a.value)
	case highLatency:
		return fmt.Sprintf("the server is far away: %d ms", a.value)
	}
	return "all good"
}

// playerText is the text for players who do not use the net graph, without numbers: what is
// the cause and what one notices. Empty: it is not worth a message.
func (a diagnosis) playerText() string {
	switch a.issue {
	case linkDead:
		return "Your connection is too slow to play. Waiting for it"
	case lowRate:
		return "Your connection is very slow: the others move in jumps"
	case halfRate:
		return "Your connection is slow: the others move less smoothly"
	case slowServer:
		return "The server is overloaded, so the match runs slowly. It is not you"
	case slowMachine:
		if a.value < slowFPS {
			return "This device is too slow for the game. A smaller window helps"
		}
	case linkStalling:
		if a.severe {
			return "Your connection stutters: the others may jump"
		}
	}
	return ""
}

// sendRateName is the name of a netcode.Stats.SendRate for the net graph.
func sendRateName(rung uint8) string {
	switch rung {
	case 0:
		return "full rate"
	case 1:
		return "half rate"
	case 2:
		return "5 Hz"
	}
	return "on hold"
}
