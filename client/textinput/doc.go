// Package textinput lets players type with all that their system has for it. In a
// browser the fields of the menus are the page's own lines of text, which lie over the
// canvas: input methods, AltGr, the clipboard and the keyboard on a phone's screen work
// there by themselves. On a desktop fields take their letters from the keys, and New
// returns none. Scenes own the Lines; they are not safe for concurrent use.
package textinput
