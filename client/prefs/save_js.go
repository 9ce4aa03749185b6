package prefs

import (
	"fmt"
	"syscall/js"

	"perihelion/client/page"
)

// SaveFile hands the browser a file to download, and says where that is.
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
