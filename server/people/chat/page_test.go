package chat

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// PROTOCOL.md documents the limits.
func TestThePageTellsHowMuchMayBeSaid(t *testing.T) {
	page, err := os.ReadFile("../../../shared/protocol/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("more than %d line of chat a second from an account; %d may come", time.Second/lineEvery, lineBurst)
	if !strings.Contains(string(page), want) {
		t.Errorf("the page does not say %q", want)
	}
}
