package online

import (
	"errors"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// receiveFrames passes received frames to the netcode. Its error means that the connection
// has ended.
func (s *Session) receiveFrames() error {
	err := receiveInto(s.Client, s.conn)
	if err != nil {
		s.service.Log.Info("connection ended", "err", err)
	}
	return err
}

// receiveInto passes the frames that a connection has received to a client.
func receiveInto(client *netcode.Client, conn *queuedConn) error {
	for {
		a, ok := conn.nextFrame()
		if !ok {
			return conn.err()
		}
		err := client.Receive(a.frame, a.at)
		conn.recycle(a.frame)
		if err != nil {
			conn.close(transport.BadFrame)
			if errors.Is(err, protocol.ErrVersion) {
				return &transport.Closed{Reason: transport.WrongVersion}
			}
			return &transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
		}
	}
}
