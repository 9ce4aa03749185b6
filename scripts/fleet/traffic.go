package main

import "time"

// rateToNATS is how much all servers send there in a while, in kB/s.
func (t *trial) rateToNATS(d time.Duration) float64 {
	before := t.sentToNATS()
	time.Sleep(d)
	return float64(t.sentToNATS()-before) / 1e3 / d.Seconds()
}

// sentToNATS is how many bytes all servers have sent there.
func (t *trial) sentToNATS() (n int64) {
	for _, l := range t.links {
		if l.to == t.nats.addr {
			n += l.sent.Load()
		}
	}
	return n
}
