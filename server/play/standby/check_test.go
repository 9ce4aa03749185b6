package standby

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/play/room"
)

// setAnswer changes how a server answers to a topic.
func (n *network) setAnswer(topic string, change func(answer func(bus.Message) []byte) func(bus.Message) []byte) {
	n.set(func(n *network) { n.answers[topic] = change(n.answers[topic]) })
}

// answerLate lets the answers to a topic come after a while.
func (n *network) answerLate(topic string, by time.Duration) {
	n.setAnswer(topic, func(answer func(bus.Message) []byte) func(bus.Message) []byte {
		return func(q bus.Message) []byte {
			h := answer(q)
			time.Sleep(by)
			return h
		}
	})
}

// awaited is how many urgent parts the standby is not known to have.
func (j *stream) awaited() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.urgent)
}

// However often somebody edits, and however long the standby takes, what was edited is known to be kept.
func TestUrgentPartsDoNotStarveEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const late = 3 * Every
		a, _, m := playOnTwo(t, time.Second, nil)
		defer func() { m.end(); _ = a.Streams.Wait(t.Context()) }()
		a.answerLate("b."+askHeld, late)
		j := m.Journal.(*stream)
		for i := range 4 * maxUrgent {
			m.part.Urgent = true
			m.run(Every)
			if behind := j.parts - j.Kept(); i > 10 && behind > int(3*late/Every) {
				t.Fatalf("after %d urgent parts %d are not known to be kept", i, behind)
			}
		}
		if n := j.awaited(); n > maxUrgent {
			t.Errorf("%d urgent parts are remembered", n)
		}
	})
}

func TestWithoutAStandbyUrgentPartsAreNotCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, time.Second, func(n *network) { n.lose = func(string) bool { return true } })
		defer m.end()
		for range 3 * maxUrgent {
			m.part.Urgent = true
			m.run(Every)
		}
		j := m.Journal.(*stream)
		if n := j.awaited(); n != maxUrgent {
			t.Errorf("%d urgent parts are remembered, want %d", n, maxUrgent)
		}
		a.set(func(n *network) { n.lose = func(string) bool { return false } })
		m.run(2 * time.Second)
		if !b.Keeps(saved.ID) || j.awaited() > 0 {
			t.Errorf("b keeps it: %v; of %d urgent parts it is not known that it has them", b.Keeps(saved.ID), j.awaited())
		}
	})
}

// A key comes with no byte of the log: that it was lost cannot be seen by what of the log is there.
func TestAKeyThatIsLostIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, time.Second, nil)
		defer m.end()
		j := m.Journal.(*stream)
		lost := false
		a.set(func(n *network) {
			n.lose = func(topic string) bool {
				first := !lost && topic == "b."+topicPieces
				lost = lost || first
				return first
			}
		})
		if err := m.Write(&room.LogPart{EditKey: "key", Urgent: true}); err != nil {
			t.Fatal(err)
		}
		parts := j.parts
		synctest.Wait()
		if !lost || j.Kept() >= parts {
			t.Fatalf("lost: %v; %d parts are kept, without the key", lost, j.Kept())
		}
		time.Sleep(3 * checkEvery)
		synctest.Wait()
		if got := b.Keeper.kept[saved.ID].saved.EditKey; got != "key" || j.Kept() != parts {
			t.Errorf("its key is %q, and %d parts are kept, want %d", got, j.Kept(), parts)
		}
	})
}
