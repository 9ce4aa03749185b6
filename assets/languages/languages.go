// Package languages holds what the client says in languages other than English: one JSON file
// a language, named by its tag, an object of English texts and their translations with sorted
// keys. client/lang reads it.
package languages

import "embed"

// Files are the tables.
//
//go:embed *.json
var Files embed.FS
