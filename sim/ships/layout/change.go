package layout

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"

	"perihelion/sim"
)

// Limits of a change.
const (
	MaxEdits       = 64
	MaxChangeBytes = sim.MaxChangeBytes // in the form that AppendChange writes: 64 objects can be put back
)

// ErrChange: bytes that are no change.
var ErrChange = errors.New("layout: it is no change of an arena")

var ops = [...]Op{Set, Add, Remove}

// AppendChange appends a change in the form that is sent and stored: how many edits, and of each
// the number of its Op and its texts, each after how many bytes it has. Numbers are varints.
func AppendChange(dst []byte, change []Edit) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(change)))
	for i := range change {
		e := &change[i]
		dst = binary.AppendUvarint(dst, uint64(slices.Index(ops[:], e.Op)))
		for _, s := range e.texts() {
			dst = append(binary.AppendUvarint(dst, uint64(len(*s))), *s...)
		}
	}
	return dst
}

// ReadChange reads what AppendChange wrote. Whether the change can be applied Apply says.
func ReadChange(b []byte) (change []Edit, err error) {
	if len(b) > MaxChangeBytes {
		return nil, ErrChange
	}
	r := reader{b: b}
	n := r.number(MaxEdits)
	for range n {
		op := r.number(uint64(len(ops)) - 1)
		if r.bad {
			break
		}
		e := Edit{Op: ops[op]}
		for _, s := range e.texts() {
			*s = r.word()
		}
		change = append(change, e)
	}
	if r.bad || len(r.b) > 0 || n == 0 {
		return nil, ErrChange
	}
	return change, nil
}

// TitleIn is the title that a change gives the arena; "": none.
func TitleIn(change []Edit) (title string) {
	for i := range change {
		if e := &change[i]; e.Op == Set && e.Object == "" && e.Field == "title" {
			_ = json.Unmarshal([]byte(e.Value), &title) // who applies it is told what is wrong
		}
	}
	return title
}

// texts are those that an edit of its Op has.
func (e *Edit) texts() []*string {
	switch e.Op {
	case Set:
		return []*string{&e.Object, &e.Field, &e.Value, &e.Was}
	case Add:
		return []*string{&e.Object, &e.List, &e.Value}
	}
	return []*string{&e.Object, &e.Was}
}

type reader struct {
	b   []byte
	bad bool
}

func (r *reader) number(most uint64) uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > most {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) word() string {
	n := r.number(uint64(len(r.b)))
	if n > uint64(len(r.b)) {
		r.bad, n = true, 0
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
