package room

import (
	"fmt"
	"testing"
	"time"

	"perihelion/sim"
)

// byteCounter is a peer that counts what it is told.
type byteCounter struct {
	fakePeer
	frames, bytes int
}

func (l *byteCounter) Publish(u Update) { u.Snap.Release() }

func (l *byteCounter) Notify(frame []byte) { l.frames, l.bytes = l.frames+1, l.bytes+len(frame) }

// BenchmarkManyJoin is 10 s of an arena in which 1,024 players come within 8 s: all that the room does
// but composing States, what each of them is told beside States, and the slowest tick.
func BenchmarkManyJoin(b *testing.B) {
	const players, seconds, rate = 1024, 10, 128 // rate: of joins, a second
	frames, bytes, slowest := 0, 0, time.Duration(0)
	for range b.N {
		m := staged(b, Config{Sim: sim.Config{Seed: 3, Seats: players}})
		m.schedule.botTakeover = 60 * 2 * seconds // nobody is away, though nobody sends inputs
		peers, joined := make([]byteCounter, players), 0
		for tick := range 60 * seconds {
			began := time.Now()
			m.now = m.now.Add(m.schedule.interval)
			for ; joined < min(players, (tick+1)*rate/60); joined++ {
				if _, err := m.admit(&Request{Player: fmt.Sprint(joined), Name: fmt.Sprint("Pilot ", joined), Peer: &peers[joined], Aspect: 1778}); err != nil {
					b.Fatal(err)
				}
			}
			m.step()
			slowest = max(slowest, time.Since(began))
		}
		for i := range peers {
			frames, bytes = frames+peers[i].frames, bytes+peers[i].bytes
		}
	}
	b.ReportMetric(float64(frames)/float64(b.N*players*seconds), "frames/s/player")
	b.ReportMetric(float64(slowest)/float64(time.Millisecond), "ms/slowest-tick")
	b.ReportMetric(float64(bytes)/float64(b.N*players*seconds), "B/s/player")
}
