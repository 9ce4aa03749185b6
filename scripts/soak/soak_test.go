package main

import (
	"io"
	"strings"
	"testing"
	"time"
)

func TestAShortRunFindsNothingWrong(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	var out strings.Builder
	if err := run(t.Context(), options{guests: 32, length: 16 * time.Second, seed: 3}, &out); err != nil {
		t.Errorf("%v\n%s", err, &out)
	}
}

func TestCommandLine(t *testing.T) {
	tests := []struct {
		name string
		args string
		says string // "": it is accepted
	}{
		{"the defaults", "", ""},
		{"a small one", "-guests 8 -for 20s -seed 7", ""},
		{"nobody", "-guests 0", "-guests=0: must be 1 to"},
		{"no time", "-for 0s", "-for=0s: must be"},
		{"a word too many", "200", `"200" is not a flag`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse(strings.Fields(tt.args), io.Discard)
			switch {
			case tt.says == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
				t.Errorf("got %v, want an error that says %q", err, tt.says)
			}
		})
	}
}
