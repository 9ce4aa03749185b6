package fleet

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"perihelion/server/lobby"
	"perihelion/server/play/room"
)

// waitingNode answers when all others have been asked, too.
type waitingNode struct {
	node
	all *sync.WaitGroup
}

func (waitingNode) name() string { return "other" }

func (n waitingNode) lookUp(string) (room.Info, error) {
	n.all.Done()
	n.all.Wait()
	return room.Info{}, room.ErrNotFound
}

func TestAServerThatPlaysNothingAsksAllAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in which waiting for each other for ever is a failure
		var all sync.WaitGroup
		all.Add(3)
		f := newFleet(t, func(c *Config) { c.Plays = false })
		f.others = []node{waitingNode{all: &all}, waitingNode{all: &all}, waitingNode{all: &all}}
		if _, err := f.FindRoom("ABC234"); !errors.Is(err, lobby.ErrRoomNotFound) {
			t.Errorf("a code of nobody: %v", err)
		}
	})
}
