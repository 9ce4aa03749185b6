package protocol

import "perihelion/sim"

// Move tells a client where its match goes on, and with which resume token: if this connection
// breaks, or from a tick on.
type Move struct {
	URL   string   // of the WebSocket; empty: nowhere any more
	Token string   // for the seat there, as Welcome.Resume is for the seat here
	Tick  sim.Tick // with which the match moves there: connect at once, and play on here until it does; 0: it does not move
}

// AppendMove appends the frame [27, url, token, tick].
func AppendMove(dst []byte, m *Move) []byte {
	dst = appendStr(header(dst, TypeMove, 3), m.URL)
	dst = appendStr(dst, m.Token)
	return appendUint(dst, uint64(m.Tick))
}

// DecodeMove reads a Move.
func DecodeMove(frame []byte) (m Move, err error) {
	r := openFields(frame, TypeMove, 3)
	m.URL, m.Token, m.Tick = r.str(maxURL), r.str(maxResume), r.tick()
	if r.err == nil && (m.URL == "") != (m.Token == "") {
		r.fail(errRange)
	}
	return m, decoded(&r, TypeMove)
}
