// Package examples holds clients in other languages, written from the documents of the
// protocol only, and the test that lets them play. It has no code of its own; see
// README.md.
package examples
