package coder

import (
	"errors"
	"testing"

	"perihelion/sim/fixed"
)

// fields is one value of every size.
type fields struct {
	a uint64
	b int32
	c int16
	d int8
	e fixed.Vec
	f bool
}

func (f *fields) code(c *Coder) {
	Int64(c, &f.a)
	Int32(c, &f.b)
	Int16(c, &f.c)
	Int8(c, &f.d)
	c.Vec(&f.e)
	c.Flag(&f.f)
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	want := fields{1 << 63, -5, -300, -7, fixed.Vec{X: fixed.Int(-30_000), Y: 1}, true}
	w := Writer([]byte("head"))
	want.code(w)
	var got fields
	r := Reader(w.Bytes()[4:])
	got.code(r)
	if err := r.Finish(); err != nil || got != want {
		t.Errorf("read %+v, %v, want %+v", got, err, want)
	}
}

func TestStatesOfAnotherShapeAreRefused(t *testing.T) {
	w := Writer(nil)
	new(fields).code(w)
	b := w.Bytes()
	for _, c := range []struct {
		name string
		b    []byte
	}{
		{"nothing", nil},
		{"a byte too few", b[:len(b)-1]},
		{"a byte too many", append(b[:len(b):len(b)], 0)},
		{"a flag that is neither", append(b[:len(b)-1:len(b)-1], 2)},
	} {
		var got fields
		r := Reader(c.b)
		got.code(r)
		if err := r.Finish(); !errors.Is(err, ErrState) {
			t.Errorf("%s: %v, want ErrState", c.name, err)
		}
	}
}
