package lobby

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"perihelion/server/httpx"
)

// Known is what whoever asks again has seen before.
type Known struct {
	Tag string `header:"If-None-Match" maxLength:"256" doc:"ETag of the answer before; if nothing has changed, the answer is 304"`
}

// version is that of a tag made by versioned; -1: none of ours.
func (k Known) version() int {
	v, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(strings.TrimSpace(k.Tag), "W/"), `"`))
	if err != nil {
		return -1
	}
	return v
}

// tagged is an answer that is asked for again and again.
type tagged[T any] struct {
	Status int
	ETag   string `header:"ETag"`
	Cache  string `header:"Cache-Control"`
	Body   T
}

// versioned is the answer to k, if the body is of this version.
func versioned[T any](k Known, version int, body T) *tagged[T] {
	return tell(k, `"`+strconv.Itoa(version)+`"`, body)
}

// hashed is the answer to k, if the body has no other version than itself.
func hashed[T any](k Known, body T) (*tagged[T], error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return tell(k, `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`, body), nil
}

func tell[T any](k Known, tag string, body T) *tagged[T] {
	t := &tagged[T]{Status: http.StatusOK, ETag: tag, Cache: "private, no-cache", Body: body} // who asked may keep it, and must ask again
	if httpx.Matches(k.Tag, tag) {
		t.Status = http.StatusNotModified
	}
	return t
}
