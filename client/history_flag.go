//go:build !js

package main

// history is that of a desktop, which has none.
type history struct{}

func newHistory() history { return history{} }

func (history) Hold(bool) {}

func (history) Back() bool { return false }

func (history) Restore() {}
