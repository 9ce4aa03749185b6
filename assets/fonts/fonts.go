// Package fonts holds the typefaces of the client. client/ui draws with them.
//
// They are the Latin subsets that the @fontsource packages 5.3.0 publish, taken
// out of their WOFF wrapping and otherwise unchanged; the SIL Open Font License
// of each lies beside it.
package fonts

import _ "embed"

// Text is Oxanium Medium, for everything that is read.
//
//go:embed oxanium-500.ttf
var Text []byte

// TextExt holds the letters of Oxanium Medium beyond Western European Latin.
//
//go:embed oxanium-ext-500.ttf
var TextExt []byte

// Title is Oxanium Bold, for headings and buttons.
//
//go:embed oxanium-700.ttf
var Title []byte

// Mono is Share Tech Mono, for figures that change in place.
//
//go:embed share-tech-mono-400.ttf
var Mono []byte
