//go:build !js

package main

// browserHistory is that of a desktop, which has none.
type browserHistory struct{}

func newBrowserHistory() browserHistory { return browserHistory{} }

func (browserHistory) CaptureBack(bool) {}

func (browserHistory) BackPressed() bool { return false }

func (browserHistory) ClearAddress() {}
