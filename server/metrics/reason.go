package metrics

import (
	"maps"
	"slices"

	"perihelion/shared/transport"
)

// other is a reason that we know nothing of: codes of proxies and browsers.
const other = "other"

// words are the reasons as dashboards can rely on them.
var words = map[transport.Reason]string{
	transport.Normal:          "normal",
	transport.GoingAway:       "going_away",
	transport.ProtocolError:   "protocol_error",
	transport.Abnormal:        "abnormal",
	transport.TooBig:          "too_big",
	transport.Restarting:      "restarting",
	transport.TryAgain:        "try_again",
	transport.BadTicket:       "bad_ticket",
	transport.RoomFull:        "room_full",
	transport.Kicked:          "kicked",
	transport.Replaced:        "replaced",
	transport.BadFrame:        "bad_frame",
	transport.WrongVersion:    "wrong_version",
	transport.RoomClosed:      "room_closed",
	transport.RateLimited:     "rate_limited",
	transport.TooSlow:         "too_slow",
	transport.RoomCrashed:     "room_crashed",
	transport.HandshakeFailed: "handshake_failed",
	transport.Erased:          "erased",
}

// label is the word for a reason.
func label(r transport.Reason) string {
	if word, ok := words[r]; ok {
		return word
	}
	return other
}

// labels are all that label can say.
func labels() []string { return append(slices.Sorted(maps.Values(words)), other) }
