package protocol

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"perihelion/shared/transport"
)

//go:embed PROTOCOL.md
var page string

// The page is what others program from: it must at least name everything.
func TestThePageNamesEveryMessageCloseCodeAndLimit(t *testing.T) {
	for typ := range messages {
		name := strings.ToUpper(typ.String()[:1]) + typ.String()[1:]
		if !strings.Contains(page, fmt.Sprintf("\n| %d | %s |", uint8(typ), name)) {
			t.Errorf("no line for message %d, %s", typ, name)
		}
	}
	advice := map[transport.Advice]string{
		transport.GiveUp: "give up", transport.Resume: "resume", transport.Requeue: "requeue",
	}
	for r := transport.Reason(1000); r < 5000; r++ {
		if strings.HasPrefix(r.String(), "the connection was closed with code") {
			continue
		}
		_, line, found := strings.Cut(page, fmt.Sprintf("\n| %d |", r))
		line, _, _ = strings.Cut(line, "\n")
		if !found || !strings.Contains(line, "| "+advice[r.Advice()]) {
			t.Errorf("close code %d (%s, %s) is told as %q", r, r, advice[r.Advice()], line)
		}
	}
	for q := QuickHello; q <= LastQuick; q++ {
		if line := fmt.Sprintf("| %d %s |", q, q); !strings.Contains(page, line) {
			t.Errorf("the page does not say that quick line %q", line)
		}
	}
	for _, limit := range []string{
		Subprotocol, TicketPrefix,
		fmt.Sprintf("up to %d lines", maxRoster), fmt.Sprintf("up to %d bytes", maxBuild),
		fmt.Sprintf("up to %d bytes: the ticket", maxResume), fmt.Sprintf("up to %d runes, *flags*", MaxName),
		fmt.Sprintf("1 to %d runes", MaxChat), fmt.Sprintf("up to %d lines `[number", MaxLines), fmt.Sprintf("*version*: %d.", Version), fmt.Sprintf("at most %d: 0 to %d inputs", maxPayload, MaxInputs),
		fmt.Sprintf("most %d KiB, a server at most %d KiB", MaxClientFrame>>10, MaxServerFrame>>10),
	} {
		if !strings.Contains(page, limit) {
			t.Errorf("the page does not say %q", limit)
		}
	}
}
