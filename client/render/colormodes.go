package render

import (
	"perihelion/client/lang"
	"perihelion/client/rgba"
)

// ColorMode is a way to show colours that a player can choose.
type ColorMode struct {
	Key    string // in the preferences; it must not change
	Name   string // a key of package lang
	Filter *rgba.Filter
	Sky    float32 // brightness of the sky, as a share of the usual
}

// ColorModes are all of them, the usual one first. The filters of the three kinds of colour
// blindness were found by a search: for these eyes they make the colours of players, and those
// with a meaning, as different as they get while all stay bright. That of high contrast makes all
// brighter, and keeps them apart for everybody. Tests hold them to that.
var ColorModes = []ColorMode{
	{Key: "", Name: lang.Key("usual"), Sky: 1},
	{Key: "protanopia", Name: lang.Key("for protanopia"), Sky: 1, Filter: &rgba.Filter{{.54, -.18, .64}, {.39, .84, -.23}, {-.37, .63, .74}}},
	{Key: "deuteranopia", Name: lang.Key("for deuteranopia"), Sky: 1, Filter: &rgba.Filter{{.56, .16, .28}, {.13, .97, -.10}, {-.57, .23, 1.34}}},
	{Key: "tritanopia", Name: lang.Key("for tritanopia"), Sky: 1, Filter: &rgba.Filter{{.81, 0, .19}, {-.17, 1.40, -.23}, {.35, .06, .59}}},
	{Key: "contrast", Name: lang.Key("high contrast"), Sky: .3, Filter: &rgba.Filter{{1.42, .22, -.18}, {.12, 1.11, .03}, {.04, .01, 1.22}}},
}

// FindColorMode returns the mode with a key; the usual one if there is none.
func FindColorMode(key string) *ColorMode {
	for i := range ColorModes {
		if ColorModes[i].Key == key {
			return &ColorModes[i]
		}
	}
	return &ColorModes[0]
}
