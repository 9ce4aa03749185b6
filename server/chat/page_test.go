package chat

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// What a client may count on stands in PROTOCOL.md.
func TestThePageTellsHowMuchMayBeSaid(t *testing.T) {
	page, err := os.ReadFile("../../shared/protocol/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("more than %d line of chat a second from an account; %d may come", time.Second/lineEvery, linesAtOnce)
	if !strings.Contains(string(page), want) {
		t.Errorf("the page does not say %q", want)
	}
}
