// Package e2e plays real matches against a real server: browser tabs in headless
// Chromium and the desktop client under Xvfb. `make e2e` runs it with the tag
// e2e; it needs the packages that `make setup` installs and the client that
// `make wasm` builds. The screenshots are in .build/e2e.
package e2e
