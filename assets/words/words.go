// Package words holds the list of words that the chat and the names of players
// do without. server/people/chat reads it; an operator may put another list in its place.
package words

import _ "embed"

// Blocked is the list, in the form that its head describes.
//
//go:embed blocked.txt
var Blocked string
