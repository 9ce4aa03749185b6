package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// snapshotTicks is how many ticks are from one snapshot to the next, by default.
const snapshotTicks = 2

// restoredRoom is a line of a server's log.
type restoredRoom struct {
	Msg, Room string
	Epoch     int64
	Tick      int
}

// lostSnapshots is how many snapshots of a room, at the most, players have seen of which the server that
// has taken it over knew nothing. seen has the newest tick by room.
func (t *trial) lostSnapshots(seen map[string]int) (most int, err error) {
	newest := map[string]restoredRoom{}
	for _, n := range t.nodes {
		if err := readRestored(n.log, newest); err != nil {
			return 0, err
		}
	}
	for room, tick := range seen {
		r, ok := newest[room]
		if !ok {
			return 0, fmt.Errorf("room %s was played by no other server", room)
		}
		most = max(most, (tick-r.Tick+snapshotTicks-1)/snapshotTicks)
	}
	return most, nil
}

// readRestored reads from a log of a server which rooms it has restored.
func readRestored(file string, newest map[string]restoredRoom) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var r restoredRoom
		if json.Unmarshal(lines.Bytes(), &r) == nil && r.Msg == "room restored" && r.Epoch > newest[r.Room].Epoch {
			newest[r.Room] = r
		}
	}
	return lines.Err()
}
