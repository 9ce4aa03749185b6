package prefs

import (
	"errors"
	"syscall/js"
)

// SaveFile hands the browser a file to download, and says where that is.
func SaveFile(name string, b []byte) (where string, err error) {
	defer func() { // browsers throw where a page may not download
		if recover() != nil {
			err = errors.New("the browser saves no files from this page")
		}
	}()
	bytes := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(bytes, b)
	blob := js.Global().Get("Blob").New([]any{bytes}, map[string]any{"type": "application/json"})
	address := js.Global().Get("URL").Call("createObjectURL", blob)
	defer js.Global().Get("URL").Call("revokeObjectURL", address)
	link := js.Global().Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	return "the browser's downloads", nil
}
