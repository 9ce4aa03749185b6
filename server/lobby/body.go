package lobby

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"perihelion/server/httpx"
)

const maxBody = 64 << 10 // bytes; the largest honest body has a thousand

// readBody reads the body of r, whose fields huma checks, and refuses what huma
// would be too kind to: other types, other alphabets, and more than one object.
func readBody(r *http.Request) ([]byte, *httpx.Refusal) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return nil, httpx.Refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", maxBody)
	case err != nil:
		return nil, httpx.Refuse(http.StatusBadRequest, "the body ends early")
	}
	body = bytes.TrimSpace(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		return nil, nil
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return nil, httpx.Refuse(http.StatusUnsupportedMediaType, "the body must be application/json, and Content-Type must say so")
	}
	switch {
	case !utf8.Valid(body): // the decoder would mend it in silence
		return nil, httpx.Refuse(http.StatusBadRequest, "the body is not valid UTF-8")
	case body[0] != '{': // null would decode into anything
		return nil, httpx.Refuse(http.StatusBadRequest, "the body must be one JSON object")
	}
	return body, checkSyntax(body)
}

func checkSyntax(body []byte) *httpx.Refusal {
	var all json.RawMessage
	err := json.Unmarshal(body, &all)
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && json.Valid(body[:max(syntax.Offset-1, 0)]) {
		return httpx.Refuse(http.StatusBadRequest, "the body holds more than one JSON value")
	}
	return httpx.Refuse(http.StatusBadRequest, "the body is not JSON: %s", cut(err.Error()))
}
