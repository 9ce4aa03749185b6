// Package fetch sends HTTP requests: by net/http, or in a page by the fetch of the browser. The
// browser has TLS and certificates itself; those of net/http would be a quarter of the program
// that a player waits for.
package fetch

import "context"

// Methods of a Request.
const (
	Get    = "GET"
	Post   = "POST"
	Put    = "PUT"
	Patch  = "PATCH"
	Delete = "DELETE"
)

// Request is what is asked.
type Request struct {
	Method string
	URL    string
	Header map[string]string
	Body   []byte // nil: none
}

// Response is the answer.
type Response struct {
	Status int                      // such as 200
	Header func(name string) string // the value of a header; "" if there is none, or if the browser shows it to nobody

	// Next waits for the next part of the body, which is valid until the next call. The error
	// io.EOF says that there is no more.
	Next func() ([]byte, error)
	// Close gives up what has not come yet. Call it in any case.
	Close func()
}

// Sender sends a request. An error means that there is no answer; ctx ends the reading of the
// answer's body, too. Send is the one that players have.
type Sender func(ctx context.Context, r *Request) (*Response, error)
