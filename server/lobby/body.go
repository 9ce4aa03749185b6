package lobby

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"perihelion/server/edge"
)

const maxBody = 64 << 10 // bytes; the largest honest body has a hundred

// read decodes the body of r into dst and says in words what is wrong with it.
// No body at all leaves dst as it is: every field has a default.
func read(w http.ResponseWriter, r *http.Request, dst any) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return edge.Refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", maxBody)
	case err != nil:
		return edge.Refuse(http.StatusBadRequest, "the body ends early")
	case len(bytes.TrimSpace(body)) == 0:
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return edge.Refuse(http.StatusUnsupportedMediaType, "the body must be application/json, and Content-Type must say so")
	}
	if !utf8.Valid(body) { // the decoder would mend it in silence
		return edge.Refuse(http.StatusBadRequest, "the body is not valid UTF-8")
	}
	return decode(body, dst)
}

func decode(body []byte, dst any) error {
	if body = bytes.TrimSpace(body); body[0] != '{' { // null would decode into anything
		return edge.Refuse(http.StatusBadRequest, "the body must be one JSON object")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(dst); err != nil {
		return edge.Refuse(http.StatusBadRequest, "%s", explain(err))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) { // More would let a stray bracket pass
		return edge.Refuse(http.StatusBadRequest, "the body holds more than one JSON value")
	}
	return nil
}

// explain puts an error of the decoder in words that help whoever sent the body.
func explain(err error) string {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return "field \"" + kind.Field + "\" cannot be a " + kind.Value
	case errors.As(err, &syntax):
		return "the body is not JSON: " + syntax.Error()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the body is not JSON: it ends early"
	}
	text := strings.TrimPrefix(err.Error(), "json: ") // unknown field "x"
	return text[:min(len(text), 200)]
}

// answer writes v. Nothing that the lobby says is good for a cache.
func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that is gone cannot be told so
}
