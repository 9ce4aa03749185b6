package prefs

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall/js"

	"perihelion/client/page"
)

const storageKey = "perihelion"

// NewStore is an item in the localStorage of the page.
func NewStore() (Store, error) { return localStore{}, nil }

type localStore struct{}

// withStorage calls f with localStorage or sessionStorage. Both throw if the browser is
// set to store nothing; then withStorage returns an error.
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

// SaveFile lets the browser download a file, and returns in words where it is.
func SaveFile(name string, b []byte) (where string, err error) {
	err = page.Try(func() { download(name, b) })
	if err != nil {
		return "", fmt.Errorf("the browser saves no files from this page: %w", err)
	}
	return "the browser's downloads", nil
}

func download(name string, b []byte) {
	bytes := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(bytes, b)
	blob := js.Global().Get("Blob").New([]any{bytes}, map[string]any{"type": "application/json"})
	address := js.Global().Get("URL").Call("createObjectURL", blob)
	defer js.Global().Get("URL").Call("revokeObjectURL", address)
	link := js.Global().Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
}
