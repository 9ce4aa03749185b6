package lobby

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/data/journal"
	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
)

func (l *Lobby) routeLiveLogs() {
	tags, lost := []string{"Rooms"}, []int{http.StatusNotFound}
	register(l, huma.Operation{
		OperationID: "room-log", Method: http.MethodGet, Path: "/v1/rooms/{room}/log", Tags: tags,
		Summary: "What may be seen of a match that is played",
		Description: "The segments of its log that are older than a delay, so that nobody who plays is helped by somebody who watches: 10 s, 3 s in a private room, 30 s where ratings are at stake. " +
			"A segment comes every 3 s at the latest.",
		Security: optionalGuestAuth(), Errors: lost,
	}, l.getRoomLog)
	register(l, huma.Operation{
		OperationID: "log-segment", Method: http.MethodGet, Path: "/v1/rooms/{room}/log/{log}/{segment}", Tags: tags,
		Summary: "A segment of the log of a match that is played", Description: "Once it is listed it never changes, and any cache may keep it. Segment 0 is the header of the log.",
		Security: optionalGuestAuth(), Errors: lost,
		Responses: map[string]*huma.Response{"200": {Description: "The segment", Content: binaryContent()}},
	}, l.getSegment)
}

// findLog finds the log of a room, by the rules for those who guess codes.
func (l *Lobby) findLog(ctx context.Context, room string) (WatchedLog, error) {
	return limitGuesses(ctx, l, room, func() (WatchedLog, error) { return l.rooms.FindLog(room) })
}

func (l *Lobby) getRoomLog(ctx context.Context, in *struct {
	RoomPath
	IfNoneMatch
},
) (*taggedResponse[api.RoomLog], error) {
	of, err := l.findLog(ctx, in.Room)
	if err != nil {
		return nil, err
	}
	view := api.RoomLog{DelayMS: int(of.Delay.Milliseconds()), Logs: []api.LiveLog{}}
	for _, log := range l.liveLogs.Live(of.Room, time.Now().Add(-of.Delay)) {
		one := api.LiveLog{Log: log.Number, Ended: log.Ended, Header: log.Header, Segments: make([]api.LiveSegment, 0, len(log.Segments))}
		for i, s := range log.Segments {
			one.Segments = append(one.Segments, api.LiveSegment{Segment: i + 1, Tick: uint32(s.Tick), AfterMS: s.After, Bytes: s.Bytes, State: s.State})
		}
		view.Logs = append(view.Logs, one)
	}
	return respondHashed(in.IfNoneMatch, view)
}

func (l *Lobby) getSegment(ctx context.Context, in *struct {
	RoomPath
	Log     int64  `path:"log" minimum:"1"`
	Segment int    `path:"segment" minimum:"0"`
	Accept  string `header:"Accept-Encoding" maxLength:"256"`
},
) (*huma.StreamResponse, error) {
	of, err := l.findLog(ctx, in.Room)
	if err != nil {
		return nil, err
	}
	b, err := l.liveLogs.ReadLive(of.Room, in.Log, in.Segment, time.Now().Add(-of.Delay))
	if errors.Is(err, journal.ErrNotShown) {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	encoding := "identity"
	if len(httpx.AcceptedEncodings(in.Accept, []string{"gzip"})) > 0 {
		encoding, b = "gzip", l.packed.gzip(segmentID{of.Room, in.Log, in.Segment}, b)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		_, w := humago.Unwrap(c)
		setCacheHeaders(w.Header(), of.Private)
		setEncoding(w.Header(), encoding, int64(len(b)))
		_, _ = w.Write(b) // an error means that the client is gone
	}}, nil
}
