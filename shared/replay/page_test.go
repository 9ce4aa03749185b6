package replay

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

//go:embed LOG.md
var page string

// The page is what others program from: the numbers on it must be ours.
func TestThePageTellsOurNumbers(t *testing.T) {
	names := map[Op]string{
		OpTick: "tick", OpJoin: "join", OpLeave: "leave", OpHash: "hash", OpState: "state", OpSegment: "segment",
		OpSeat: "seat", OpLeaver: "leaver", OpRound: "round", OpMark: "mark", OpChat: "chat", OpInputs: "inputs", OpEdit: "edit", OpWithdraw: "withdraw",
	}
	if len(names) != int(ops) {
		t.Errorf("%d of %d records have a name", len(names), ops)
	}
	for op, name := range names {
		if line := fmt.Sprintf("\n| %d | %s |", op, name); !strings.Contains(page, line) {
			t.Errorf("the page does not say %q", line)
		}
	}
	for _, want := range []string{
		fmt.Sprintf("%q  u8 version = %d\n", magic, version), fmt.Sprintf("its low %d bits are the *op*", opBits),
		fmt.Sprintf("(%d nobody, %d a bot, %d a player)", Nobody, Bot, Player),
		fmt.Sprintf("| %d live, %d won, %d aborted, %d uncounted |", RoundLive, RoundWon, RoundAborted, RoundUncounted),
		fmt.Sprintf("at most %d seconds long", SegmentSeconds), fmt.Sprintf("one every %d seconds", StateSeconds),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
