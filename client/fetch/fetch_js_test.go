package fetch

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall/js"
	"testing"
	"time"
)

// TestSend sends by the fetch of the JavaScript that runs it, to what needs no server.
func TestSend(t *testing.T) {
	resp, err := Send(t.Context(), &Request{Method: Get, URL: "data:text/plain,hello"})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Close()
	var body []byte
	for err == nil {
		var part []byte
		part, err = resp.Next()
		body = append(body, part...)
	}
	if kind := resp.Header("Content-Type"); string(body) != "hello" || !errors.Is(err, io.EOF) || resp.Status != 200 || kind != "text/plain" {
		t.Errorf("answer %d %q of kind %q, %v", resp.Status, body, kind, err)
	}
	if v := resp.Header("Retry-After"); v != "" {
		t.Errorf("a header that is not there is %q", v)
	}
}

func TestWhatCannotBeAskedIsAnError(t *testing.T) {
	for _, url := range []string{"nonsense://x", "http://[", ""} {
		if _, err := Send(t.Context(), &Request{Method: Get, URL: url}); err == nil {
			t.Errorf("an answer from %q", url)
		}
	}
}

// TestWhateverFetchDoes replaces the fetch of the page, as an extension of a browser may.
func TestWhateverFetchDoes(t *testing.T) {
	was := js.Global().Get("fetch")
	defer js.Global().Set("fetch", was)
	for _, c := range []struct{ does, want string }{
		{"return Promise.reject(undefined)", "undefined"},
		{"return Promise.reject(null)", "null"},
		{"return Promise.reject(new Error('no'))", "no"},
		{"throw new Error('thrown')", "thrown"},
		{"return undefined", ""},
	} {
		js.Global().Set("fetch", js.Global().Get("Function").New(c.does))
		if _, err := Send(t.Context(), &Request{Method: Get, URL: "data:,"}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.does, err, c.want)
		}
	}
}

func TestTheEndOfTheContextEndsARequest(t *testing.T) {
	was := js.Global().Get("fetch")
	defer js.Global().Set("fetch", was)
	js.Global().Set("fetch", js.Global().Get("Function").New("return new Promise(() => {})"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := Send(ctx, &Request{Method: Get, URL: "data:,"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}
