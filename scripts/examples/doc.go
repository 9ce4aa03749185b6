// Package examples holds clients in other languages, written from the pages of the
// protocol alone, and the test that lets them play. It has no code of its own; see
// README.md.
package examples
