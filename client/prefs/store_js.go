package prefs

import (
	"errors"
	"io/fs"
	"syscall/js"

	"perihelion/client/page"
)

const key = "perihelion"

// NewStore is the localStorage of the page's origin.
func NewStore() (Store, error) { return local{}, nil }

type local struct{}

// storage calls f with localStorage or sessionStorage. Where a browser is told to
// keep nothing, to ask for either throws.
func storage(name string, f func(s js.Value)) error {
	missing := false
	err := page.Try(func() {
		s := page.Get(js.Global(), name)
		if missing = !s.Truthy(); !missing {
			f(s)
		}
	})
	if missing {
		err = errors.New("the browser keeps nothing for this page")
	}
	return err
}

func (local) Read() (text []byte, err error) {
	missing := false
	err = storage("localStorage", func(s js.Value) {
		v := s.Call("getItem", key)
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

func (local) Write(text []byte) error {
	return storage("localStorage", func(s js.Value) { s.Call("setItem", key, string(text)) })
}

func (local) SetAside() error {
	return storage("localStorage", func(s js.Value) {
		s.Call("setItem", key+".spoiled", s.Call("getItem", key))
		s.Call("removeItem", key)
	})
}
