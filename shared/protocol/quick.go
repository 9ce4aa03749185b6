package protocol

import "fmt"

// Quick is a line that needs no typing: a number that travels, for which each
// client has words in its player's language. 0 is none. The first eight are made
// for everyone and the others for a team; either may be said in any channel.
type Quick uint8

const (
	QuickHello Quick = iota + 1
	QuickGoodLuck
	QuickGoodGame
	QuickWellPlayed
	QuickThanks
	QuickSorry
	QuickWow
	QuickAgain

	QuickHelp
	QuickAttack
	QuickFallBack
	QuickOnMyWay
	QuickFollowMe
	QuickBehindYou
	QuickYes
	QuickNo

	LastQuick = QuickNo
)

var quickWords = [...]string{
	QuickHello:      "Hello!",
	QuickGoodLuck:   "Good luck!",
	QuickGoodGame:   "Good game!",
	QuickWellPlayed: "Well played!",
	QuickThanks:     "Thank you!",
	QuickSorry:      "Sorry!",
	QuickWow:        "Wow!",
	QuickAgain:      "Once more?",
	QuickHelp:       "Help!",
	QuickAttack:     "Attack!",
	QuickFallBack:   "Fall back!",
	QuickOnMyWay:    "On my way.",
	QuickFollowMe:   "Follow me!",
	QuickBehindYou:  "Behind you!",
	QuickYes:        "Yes.",
	QuickNo:         "No.",
}

// String is the line in English.
func (q Quick) String() string {
	if int(q) < len(quickWords) {
		return quickWords[q]
	}
	return fmt.Sprintf("quick line %d", uint8(q))
}
