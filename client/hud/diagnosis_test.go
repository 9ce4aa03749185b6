package hud

import (
	"testing"
	"time"

	"perihelion/client/netcode"
)

func TestDiagnosisNamesTheWorstIssue(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *linkMetrics)
		want   string
	}{
		{"nothing", func(*linkMetrics) {}, "all good"},
		{"no server", func(s *linkMetrics) { s.connected = false }, "no connection yet"},
		{"silence", func(s *linkMetrics) { s.silence, s.stalls = 1.26, 2 }, "nothing has come for 1.2 s"},
		{"a dead link", func(s *linkMetrics) { s.sendRate, s.serverPace = 3, .5 }, "your link carries nothing: waiting for it"},
		{"a server that cannot keep up", func(s *linkMetrics) { s.serverPace, s.stalls = .8, 1 }, "the server is slow: it runs at 80 %"},
		{"a server whose ticks are too long", func(s *linkMetrics) { s.slowTick, s.sendRate = 21*time.Millisecond, 2 }, "the server works hard: ticks of up to 21 ms"},
		{"a server with too much to do", func(s *linkMetrics) { s.snapshots, s.stalls = .5, 1 }, "the server is busy: it sends 50 % of the snapshots"},
		{"lost packets", func(s *linkMetrics) { s.inputLead, s.jitter = 110*time.Millisecond, 50*time.Millisecond }, "your link loses packets: others see you 110 ms later"},
		{"a link for 5 Hz", func(s *linkMetrics) { s.sendRate = 2 }, "5 Hz: your link carries no more"},
		{"a link for half rate", func(s *linkMetrics) { s.sendRate, s.stalls = 1, 4 }, "half rate: your link is slow"},
		{"stalls", func(s *linkMetrics) { s.stalls, s.roundTrip = 3, time.Second }, "your link stalls: 3 in the last minute"},
		{"a clock that jumped", func(s *linkMetrics) { s.clockJumps = 1 }, "your clock had to jump: 1 in the last minute"},
		{"lost snapshots", func(s *linkMetrics) { s.keyframes = 2 }, "snapshots were lost: 2 in the last minute"},
		{"late inputs", func(s *linkMetrics) { s.lateInputs = .1 }, "your inputs come late: 10 % miss their tick"},
		{"starved frames", func(s *linkMetrics) { s.starved = .08 }, "snapshots come too late for 8 % of frames"},
		{"a fast clock", func(s *linkMetrics) { s.clockBend = .04 }, "your clock is being bent: +4 %"},
		{"a slow clock", func(s *linkMetrics) { s.clockBend = -.02 }, "your clock is being bent: -2 %"},
		{"a slow machine", func(s *linkMetrics) { s.fps, s.clockJumps, s.lateInputs = 31, 1, .1 }, "this machine draws only 31 frames a second"},
		{"a very slow machine", func(s *linkMetrics) { s.fps, s.sendRate = 6, 2 }, "this machine draws only 6 frames a second"},
		{"a slow machine that the server takes for a slow link", func(s *linkMetrics) { s.fps, s.sendRate = 20, 2 }, "this machine draws only 20 frames a second"},
		{"jitter", func(s *linkMetrics) { s.jitter = 55 * time.Millisecond }, "your link is uneven: others are shown 55 ms later for it"},
		{"distance", func(s *linkMetrics) { s.roundTrip = 240 * time.Millisecond }, "the server is far away: 240 ms"},
	} {
		s := linkMetrics{connected: true, serverPace: 1, fps: 60, roundTrip: 30 * time.Millisecond, jitter: 2 * time.Millisecond}
		c.change(&s)
		if got := s.diagnose().String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// recordedHistory records some seconds at 60 frames per second. change modifies the
// statistics of each frame. It returns the history and the last statistics.
func recordedHistory(seconds int, change func(frame int, s *netcode.Stats)) (*statsHistory, *netcode.Stats) {
	j, s := &statsHistory{}, &netcode.Stats{ClockScale: 1}
	for frame := range seconds * 60 {
		s.ServerTick++
		if frame%2 == 0 {
			s.Snapshots++
		}
		change(frame, s)
		j.recordStats(s, 1.0/60)
	}
	return j, s
}

func TestHistoryCountsTheLastMinute(t *testing.T) {
	for _, c := range []struct {
		name    string
		seconds int
		change  func(frame int, s *netcode.Stats)
		want    string
	}{
		{"a quiet minute", 70, func(int, *netcode.Stats) {}, "all good"},
		{"three stalls", 70, func(i int, s *netcode.Stats) {
			if i == 1200 || i == 2400 || i == 3600 {
				s.Stalls++
			}
		}, "your link stalls: 3 in the last minute"},
		{"stalls long ago", 90, func(i int, s *netcode.Stats) {
			if i == 300 || i == 600 {
				s.Stalls++
			}
		}, "all good"},
		{"inputs that miss", 20, func(i int, s *netcode.Stats) {
			if i%10 == 0 {
				s.Misses++
			}
		}, "your inputs come late: 19 % miss their tick"}, // one miss of the 300 frames is not counted yet
		{"a server at half speed", 20, func(i int, s *netcode.Stats) {
			if i%2 == 0 {
				s.ServerTick--
			}
		}, "the server is slow: it runs at 50 %"},
		{"a server that sends every third snapshot", 20, func(i int, s *netcode.Stats) {
			if s.Interval = 2; i%2 == 0 && i%6 != 0 {
				s.Snapshots--
			}
		}, "the server is busy: it sends 33 % of the snapshots"},
		{"two of three datagrams are lost", 20, func(i int, s *netcode.Stats) {
			s.Interval, s.Datagrams = 2, netcode.DatagramsUsed
			if i%2 == 0 && i%6 != 0 {
				s.Snapshots--
			}
		}, "all good"},
		{"a link for half rate until two seconds ago", 20, func(i int, s *netcode.Stats) {
			s.Interval, s.SendRate = 2, 0
			if i < 18*60 && i%4 == 0 {
				s.Snapshots--
			}
			if i < 18*60 {
				s.SendRate = 1
			}
		}, "all good"},
	} {
		j, s := recordedHistory(c.seconds, c.change)
		y := j.measureLink(s, 60, 60)
		if got := y.diagnose().String(); got != c.want {
			t.Errorf("%s: %q, want %q; %+v", c.name, got, c.want, y)
		}
	}
}

func TestHistoryMeasuresSilenceAndRestartsWithANewConnection(t *testing.T) {
	j, s := recordedHistory(20, func(_ int, s *netcode.Stats) { s.Stalls = 9 })
	for range 60 {
		j.recordStats(s, 1.0/60)
	}
	if y := j.measureLink(s, 60, 60); y.silence < .9 || y.diagnose().issue != noSnapshots {
		t.Errorf("after a second of nothing: %+v", y)
	}
	fresh := &netcode.Stats{ClockScale: 1, Snapshots: 1}
	j.recordStats(fresh, 1.0/60)
	if y := j.measureLink(fresh, 60, 60); y.silence > .1 || y.stalls != 0 {
		t.Errorf("a new connection begins with %+v", y)
	}
}
