package transport

// Datagrams carries small messages both ways that may be lost, doubled, or overtake each
// other. It is safe for one sender and one receiver at a time; Close may be called by
// anyone, any number of times.
type Datagrams interface {
	// Send hands over a message of at most protocol.MaxDatagram bytes, which is the caller's
	// again afterwards. It does not wait; an error means that there is no connection any more.
	Send(message []byte) error
	// Receive blocks for the next message, which is the caller's until the next call. After
	// the end it returns a *Closed.
	Receive() ([]byte, error)
	// Close ends it. It does not wait for the other side.
	Close(r Reason)
}
