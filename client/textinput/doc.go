// Package textinput lets players type with the text input of their system. In a browser
// it lays an <input> element over each text field on the canvas, so that input methods,
// AltGr, the clipboard and on-screen keyboards work. On a desktop fields are typed into by
// the keys of package input, and New returns nil. An Overlay is not safe for concurrent
// use.
package textinput
