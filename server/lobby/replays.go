package lobby

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
)

// Replays are the logs of matches: *replays.Archive. A log that is not there is
// store.ErrNotFound.
type Replays interface {
	Describe(ctx context.Context, match string) (store.Replay, error)
	// OpenPacked reads a log as it is stored, compressed by zstd. The caller closes it.
	OpenPacked(ctx context.Context, match string) (log io.ReadCloser, size int64, err error)
	// OpenPlain reads it uncompressed. The caller closes it.
	OpenPlain(ctx context.Context, match string) (io.ReadCloser, error)
}

// A replay is a megabyte at most as a rule, and may have to be compressed again, so an
// address gets fewer of them than of other pages. A school opens sixty at once.
const (
	replayEvery = 200 * time.Millisecond
	maxReplays  = 60
)

// replayAge is how long a replay may be cached. It never changes, but for a player who
// deletes their data: then it takes so long until no cache has it.
const replayAge = 24 * time.Hour

func (l *Lobby) routeReplays() {
	register(l, huma.Operation{
		OperationID: "replay", Method: http.MethodGet, Path: "/v1/matches/{id}/replay", Tags: []string{"Results"},
		Summary: "The log of a match",
		Description: "All that went into the match, in the format of LOG.md: whoever plays it sees the match again. Content-Encoding is zstd, gzip or none, as you accept; there are no ranges. " +
			"That of a private room is for those who have played the match, by their token.",
		Security: optionalGuestAuth(), Errors: []int{http.StatusNotFound, http.StatusServiceUnavailable},
		Responses: map[string]*huma.Response{"200": {Description: "The log", Content: binaryContent()}},
	}, l.getReplay)
}

func (l *Lobby) getReplay(ctx context.Context, in *struct {
	ID     string `path:"id" maxLength:"64"`
	Accept string `header:"Accept-Encoding" maxLength:"256"`
	Pass   string `header:"Replay-Pass" maxLength:"1024" doc:"of an operator, who may see the matches of others for an hour"`
	IfNoneMatch
},
) (*huma.StreamResponse, error) {
	r, err := l.visibleReplay(ctx, in.ID, in.Pass)
	if err != nil {
		return nil, err
	}
	return l.streamLog(ctx, &storedLog{r.Match, r.Size, r.Bytes, r.Private}, in.Accept, in.IfNoneMatch)
}

// storedLog is a log in the blob store.
type storedLog struct {
	name        string
	size, bytes int64 // there, and uncompressed
	private     bool
}

// streamLog answers with a stored log, or 304.
func (l *Lobby) streamLog(ctx context.Context, of *storedLog, accept string, known IfNoneMatch) (*huma.StreamResponse, error) {
	encoding := "identity"
	if best := httpx.AcceptedEncodings(accept, []string{"zstd", "gzip"}); len(best) > 0 {
		encoding = best[0]
	}
	tag := fmt.Sprintf(`"%x-%x-%s"`, of.size, of.bytes, encoding)
	if httpx.ETagMatches(known.ETag, tag) {
		return &huma.StreamResponse{Body: func(c huma.Context) {
			_, w := humago.Unwrap(c)
			setReplayHeaders(w.Header(), of.private, tag)
			w.WriteHeader(http.StatusNotModified)
		}}, nil
	}
	if problem := checkRate(l, l.replayReads, requestInfoOf(ctx).from); problem != nil {
		return nil, problem
	}
	log, size, err := l.openReplay(ctx, of, encoding)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer log.Close()
		_, w := humago.Unwrap(c)
		setReplayHeaders(w.Header(), of.private, tag)
		l.sendReplay(w, log, size, encoding)
	}}, nil
}

// openReplay opens a log for an encoding. size is before gzip.
func (l *Lobby) openReplay(ctx context.Context, of *storedLog, encoding string) (log io.ReadCloser, size int64, err error) {
	if encoding == "zstd" {
		return l.replays.OpenPacked(ctx, of.name)
	}
	log, err = l.replays.OpenPlain(ctx, of.name)
	return log, of.bytes, err
}

func setReplayHeaders(h http.Header, private bool, tag string) {
	setCacheHeaders(h, private)
	h.Set("ETag", tag)
}

// setCacheHeaders lets caches keep a log, or a part of one.
func setCacheHeaders(h http.Header, private bool) {
	scope := "public"
	if private {
		scope = "private"
	}
	h.Set("Cache-Control", fmt.Sprintf("%s, max-age=%d", scope, int(replayAge.Seconds())))
	h.Add("Vary", "Accept-Encoding")
	h.Set("Accept-Ranges", "none")
}

// binaryContent documents a response that is a log, or a part of one.
func binaryContent() map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
}

// sendReplay writes a log. One that cannot be read to its end ends the connection: what
// was sent must not look whole.
func (l *Lobby) sendReplay(w http.ResponseWriter, log io.Reader, size int64, encoding string) {
	if encoding == "gzip" {
		size = -1
	}
	setEncoding(w.Header(), encoding, size)
	var err error
	if encoding == "gzip" {
		err = gzipTo(w, log)
	} else {
		_, err = io.Copy(w, log)
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
}

// setEncoding says how a log is encoded, and how many bytes follow; -1: nobody knows.
func setEncoding(h http.Header, encoding string, size int64) {
	h.Set("Content-Type", "application/octet-stream")
	if encoding != "identity" {
		h.Set("Content-Encoding", encoding)
	}
	if size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(size, 10))
	}
}

// visibleReplay describes the log of a match if whoever asks may see it.
func (l *Lobby) visibleReplay(ctx context.Context, match, pass string) (store.Replay, error) {
	r, err := l.replays.Describe(ctx, match)
	if err != nil || !r.Private {
		return r, err
	}
	if pass != "" {
		if err := l.signer.VerifyReplayPass(pass, match, time.Now()); err != nil {
			return r, &httpx.Problem{Status: http.StatusForbidden, Kind: "bad-pass", Detail: "the pass for this match is of no use any more; open the match again from the operator's page"}
		}
		return r, nil
	}
	me := requestingPlayerID(ctx)
	if me == "" {
		return r, store.ErrNotFound
	}
	m, err := l.store.Match(ctx, match)
	if err == nil && !slices.ContainsFunc(m.Lines, func(line store.MatchLine) bool { return line.Player == me }) {
		err = store.ErrNotFound
	}
	return r, err
}
