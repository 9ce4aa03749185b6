package prefs

import (
	"errors"
	"io/fs"
	"syscall/js"

	"perihelion/client/page"
)

const storageKey = "perihelion"

// NewStore is the localStorage of the page's origin.
func NewStore() (Store, error) { return localStore{}, nil }

type localStore struct{}

// withStorage calls f with localStorage or sessionStorage. Where a browser is told to
// keep nothing, to ask for either throws.
func withStorage(name string, f func(s js.Value)) error {
	missing := false
	err := page.Try(func() {
		s := page.GetProperty(js.Global(), name)
		if missing = !s.Truthy(); !missing {
			f(s)
		}
	})
	if missing {
		err = errors.New("the browser keeps nothing for this page")
	}
	return err
}

func (localStore) ReadText() (text []byte, err error) {
	missing := false
	err = withStorage("localStorage", func(s js.Value) {
		v := s.Call("getItem", storageKey)
		missing = v.IsNull()
		if !missing {
			text = []byte(v.String())
		}
	})
	if err == nil && missing {
		err = fs.ErrNotExist
	}
	return text, err
}

func (localStore) WriteText(text []byte) error {
	return withStorage("localStorage", func(s js.Value) { s.Call("setItem", storageKey, string(text)) })
}

func (localStore) Quarantine() error {
	return withStorage("localStorage", func(s js.Value) {
		s.Call("setItem", storageKey+".spoiled", s.Call("getItem", storageKey))
		s.Call("removeItem", storageKey)
	})
}
