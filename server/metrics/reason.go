package metrics

import "perihelion/shared/transport"

// label is a reason as a word that dashboards can rely on.
func label(r transport.Reason) string {
	switch r {
	case transport.Normal:
		return "normal"
	case transport.GoingAway:
		return "going_away"
	case transport.ProtocolError:
		return "protocol_error"
	case transport.Abnormal:
		return "abnormal"
	case transport.TooBig:
		return "too_big"
	case transport.Restarting:
		return "restarting"
	case transport.TryAgain:
		return "try_again"
	case transport.BadTicket:
		return "bad_ticket"
	case transport.RoomFull:
		return "room_full"
	case transport.Kicked:
		return "kicked"
	case transport.Replaced:
		return "replaced"
	case transport.BadFrame:
		return "bad_frame"
	case transport.WrongVersion:
		return "wrong_version"
	case transport.RoomClosed:
		return "room_closed"
	case transport.RateLimited:
		return "rate_limited"
	case transport.TooSlow:
		return "too_slow"
	case transport.RoomCrashed:
		return "room_crashed"
	case transport.HandshakeFailed:
		return "handshake_failed"
	}
	return "other"
}
