package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/vectors.json")

const goldenFile = "testdata/vectors.json"

// A vector is one frame and what it means, for clients in other languages.
// Durations are in nanoseconds, bytes in base64.
type vector struct {
	Name    string          `json:"name"`
	Message string          `json:"message"`
	Frame   string          `json:"frame"` // hex
	Meaning json.RawMessage `json:"meaning"`
}

func TestGoldenVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	file, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(file, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != len(examples) {
		t.Fatalf("%d vectors for %d examples; -update rewrites them", len(vectors), len(examples))
	}
	for i, v := range vectors {
		e := examples[i]
		frame, err := hex.DecodeString(v.Frame)
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		want := reflect.New(reflect.TypeOf(e.Mean))
		if err := json.Unmarshal(v.Meaning, want.Interface()); err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		meaning := want.Elem().Interface()
		if v.Name != e.Name || v.Message != e.Type.String() || !reflect.DeepEqual(meaning, e.Mean) {
			t.Errorf("vector %s: %s means %+v\nwant %s: %+v", v.Name, v.Message, meaning, e.Name, e.Mean)
		}
		m := messages[e.Type]
		if got := m.encode(nil, meaning); !bytes.Equal(got, frame) {
			t.Errorf("%s encodes to\n%x, want\n%x", v.Name, got, frame)
		}
		if got, err := m.decode(frame); err != nil || !reflect.DeepEqual(got, meaning) {
			t.Errorf("%s decodes to\n%+v, %v, want\n%+v", v.Name, got, err, meaning)
		}
	}
}

func writeVectors(t *testing.T) {
	vectors := make([]vector, len(examples))
	for i, e := range examples {
		meaning, err := json.Marshal(e.Mean)
		if err != nil {
			t.Fatal(err)
		}
		frame := hex.EncodeToString(messages[e.Type].encode(nil, e.Mean))
		vectors[i] = vector{e.Name, e.Type.String(), frame, meaning}
	}
	file, err := json.MarshalIndent(vectors, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldenFile, append(file, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
