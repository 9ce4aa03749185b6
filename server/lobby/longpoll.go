package lobby

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"perihelion/server/net/httpx"
)

// LongPoll are the parameters of a request that may wait for a change.
type LongPoll struct {
	Wait int `query:"wait" minimum:"0" maximum:"25" doc:"with If-None-Match: for so many seconds the answer may wait for a change"`
}

// beginWait lets a request wait for up to maxWait: the returned context ends then, when the
// client is gone, or when the server stops. Call free at the end. It fails if too many
// requests wait.
func (l *Lobby) beginWait(ctx context.Context, maxWait time.Duration) (_ context.Context, free func(), _ error) {
	req := requestInfoOf(ctx)
	if err := l.waiting.Acquire(req.from); err != nil {
		return nil, nil, &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "too-many-waiting", Detail: "too many requests of yours are waiting", Retry: 5 * time.Second}
	}
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	stop := context.AfterFunc(l.closing, cancel)
	return ctx, func() { stop(); cancel(); l.waiting.Release(req.from) }, nil
}

// longPoll answers with the result of watch: at once, or when its version differs from the
// one the client knows, or when the waiting time is over.
func longPoll[T any](ctx context.Context, l *Lobby, k IfNoneMatch, p LongPoll, watch func(ctx context.Context, known int) (T, int, error)) (*taggedResponse[T], error) {
	version := k.knownVersion()
	if p.Wait == 0 {
		version = -1
	}
	ctx, free, err := l.beginWait(ctx, time.Duration(p.Wait)*time.Second)
	if err != nil {
		return nil, err
	}
	defer free()
	body, now, err := watch(ctx, version)
	if err != nil {
		return nil, err
	}
	return respondVersioned(k, now, body), nil
}

// IfNoneMatch is the version that the client has already.
type IfNoneMatch struct {
	ETag string `header:"If-None-Match" maxLength:"256" doc:"ETag of the answer before; if nothing has changed, the answer is 304"`
}

// knownVersion is the version in a tag made by respondVersioned or respondBoth; -1: another tag or none.
func (k IfNoneMatch) knownVersion() int {
	version, _, _ := strings.Cut(strings.Trim(strings.TrimPrefix(strings.TrimSpace(k.ETag), "W/"), `"`), ".")
	v, err := strconv.Atoi(version)
	if err != nil {
		return -1
	}
	return v
}

// taggedResponse is a response with an entity tag, for clients that poll.
type taggedResponse[T any] struct {
	Status       int
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         T
}

// respondVersioned answers k with a body of this version.
func respondVersioned[T any](k IfNoneMatch, version int, body T) *taggedResponse[T] {
	return respond(k, `"`+strconv.Itoa(version)+`"`, body)
}

// respondHashed answers k with a body whose tag is its hash.
func respondHashed[T any](k IfNoneMatch, body T) (*taggedResponse[T], error) {
	hash, err := hashOf(body)
	return respond(k, `"`+hash+`"`, body), err
}

// respondBoth answers k with a body of this version, of which other things may change too: the tag is both.
func respondBoth[T any](k IfNoneMatch, version int, body T) (*taggedResponse[T], error) {
	hash, err := hashOf(body)
	return respond(k, `"`+strconv.Itoa(version)+"."+hash+`"`, body), err
}

func hashOf(body any) (string, error) {
	b, err := json.Marshal(body)
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:12]), err
}

// respond answers 304 Not Modified if k has this tag already, and the body otherwise.
func respond[T any](k IfNoneMatch, tag string, body T) *taggedResponse[T] {
	t := &taggedResponse[T]{Status: http.StatusOK, ETag: tag, CacheControl: "private, no-cache", Body: body} // the client may cache it, and must revalidate
	if httpx.ETagMatches(k.ETag, tag) {
		t.Status = http.StatusNotModified
	}
	return t
}
