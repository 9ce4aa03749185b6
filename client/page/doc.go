// Package page calls browser APIs that a browser may refuse: storage where cookies are
// blocked, the clipboard, full screen, a page inside a frame. What JavaScript throws there
// becomes an error instead of the end of the program. The client's *_js.go files call it,
// on any goroutine. On other platforms the package is empty.
package page
