// Package page speaks to the browser's page about what a browser may refuse: storage
// where cookies are blocked, the clipboard, full screen, a page inside a frame. What
// would end the program there is an error here. The client's *_js.go files call it, on
// any goroutine; on a desktop there is nothing in it.
package page
