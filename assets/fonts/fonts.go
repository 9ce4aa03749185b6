// Package fonts holds the typefaces of the client. client/ui draws with them.
//
// They are the Latin and Vietnamese subsets that the @fontsource packages 5.3.0 publish, taken
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

// Vietnamese is Exo 2 Medium, for the Vietnamese letters that Oxanium lacks: 6 KB on
// the wire. Chinese, Japanese and Korean together would be megabytes, so their letters
// come from the system, see client/ui.
//
//go:embed exo-2-vietnamese-500.ttf
var Vietnamese []byte

// Title is Oxanium Bold, for headings and buttons.
//
//go:embed oxanium-700.ttf
var Title []byte

// Mono is Share Tech Mono, for figures that change in place.
//
//go:embed share-tech-mono-400.ttf
var Mono []byte
