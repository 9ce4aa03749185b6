package prefs

import (
	"errors"
	"io/fs"
	"syscall/js"
)

const key = "perihelion"

// NewStore is the localStorage of the page's origin.
func NewStore() (Store, error) { return local{}, nil }

type local struct{}

// storage calls f with localStorage or sessionStorage, which throw where a browser
// is told to keep nothing.
func storage(name string, f func(s js.Value)) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case js.Error:
			err = e
		default:
			panic(e)
		}
	}()
	s := js.Global().Get(name)
	if !s.Truthy() {
		return errors.New("the browser keeps nothing for this page")
	}
	f(s)
	return nil
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
