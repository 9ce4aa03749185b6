package harness

import (
	"runtime"
	"testing"
	"time"
)

func TestWhatAProcessUsesIsCounted(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells")
	}
	before, err := OwnCPU()
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for used := time.Duration(0); used < 50*time.Millisecond; {
		now, err := OwnCPU()
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("a loop has used %v: %v", used, err)
		}
		used = now - before
	}
	if got := statusNumber("Name:\tx\nvoluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n", "voluntary_ctxt_switches:"); got != 12 {
		t.Errorf("12 switches are read as %d", got)
	}
}
