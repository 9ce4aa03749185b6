package lobby

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
	"testing"
)

func TestSegmentsAreCompressedOnceAndForgottenInTurn(t *testing.T) {
	var p packedSegments
	id := segmentID{"room", 3, 1}
	packed := p.gzip(id, []byte("what happened"))
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); string(b) != "what happened" || err != nil {
		t.Errorf("unpacked %q, %v", b, err)
	}
	if again := p.gzip(id, nil); &again[0] != &packed[0] {
		t.Error("compressed again")
	}
	var all sync.WaitGroup
	for n := range 2 * keptSegments {
		all.Go(func() { p.gzip(segmentID{"another", 3, n}, []byte{1}) })
	}
	all.Wait()
	if len(p.byID) != keptSegments || p.byID[id] != nil {
		t.Errorf("%d are kept, the oldest among them: %v", len(p.byID), p.byID[id] != nil)
	}
}
