// Package shaders holds the sources of the Kage shaders that client/render
// compiles at start. Each .kage file says what it shows and what it expects.
package shaders

import _ "embed"

// Star is the sun at the centre of the arena.
//
//go:embed star.kage
var Star []byte

// Nebula is the sky, rendered once per window size into a tile that repeats.
//
//go:embed nebula.kage
var Nebula []byte

// Blur is one direction of the bloom.
//
//go:embed blur.kage
var Blur []byte

// Hole is a black hole, which bends what is behind it.
//
//go:embed hole.kage
var Hole []byte
