package puck

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// thousands is n with a comma.
func thousands(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }

// Players and authors of clients read the numbers in RULES.md: they must be those of the
// code.
func TestThePageHasTheNumbersOfTheRules(t *testing.T) {
	text, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(text)), " ")
	for _, want := range []string{
		fmt.Sprintf("The rink is %s by %s, its corners round by %d, the goals %d wide", thousands(2*HalfLength), thousands(2*HalfWidth), Corner, 2*GoalHalf),
		fmt.Sprintf("A skater's radius is %d, the puck's %d. A player sees %d up and down", SkaterRadius, PuckRadius, ViewHalfHeight),
		fmt.Sprintf("the window is wide, %s to %s.", thousands(MinViewHalfWidth), thousands(maxViewHalfWidth)),
		fmt.Sprintf("A tap is a pass (%d a second), %.1f s of winding up a slap shot (%s)", TapSpeed, slapTime/1000., thousands(slapSpeed)),
		fmt.Sprintf("comes %.1f s after you let go and waits %.2f s for a puck that is about to come. For %.2f s", swingTime/1000., waitTime/1000., restTime/1000.),
		fmt.Sprintf("for %d energy a second of %d; %d come back", boostCost, FullEnergy, refill),
		fmt.Sprintf("touched the puck in the last %d s", creditTime/1000),
		fmt.Sprintf("who played it before, in the last %d s, has the assist", assistTime/1000),
		fmt.Sprintf("a countdown of %d s, then", countdownTime/1000),
		fmt.Sprintf("stands still, %d s to cheer and %.1f s for the face-off", goalTime/1000, faceOffTime/1000.),
		fmt.Sprintf("within %d of its place and slower than %d a second against the skater, and loses one that is %d beyond %d.", stickGrip, stickSpeed, stickMargin, stickKeep),
		fmt.Sprintf("puck and board %d %%, post %d %%, skater %d %%, net %d %%; skater and board %d %%, skater and skater %d %%.",
			bounceBoard, bouncePost, bounceBody, bounceNet, bounceRink, bounceSkater),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("RULES.md does not say %q", want)
		}
	}
}
