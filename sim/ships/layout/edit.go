package layout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"perihelion/sim"
)

// Op is what an Edit does.
type Op string

const (
	Set    Op = "set"    // gives a field of an object another value
	Add    Op = "add"    // puts a new object into a list
	Remove Op = "remove" // takes an object away
)

// Edit is one change of an arena. A change is a list of edits that is applied as a whole or not at
// all.
type Edit struct {
	Op     Op     `json:"op"`
	Object string `json:"object,omitempty"` // its id; with Set "": the arena itself; with Add: in front of which, "" or one that is gone: at the end
	List   string `json:"list,omitempty"`   // with Add: stars, belts, rocks, gates, pads, spawns or zones
	Field  string `json:"field,omitempty"`  // with Set: its name in the file; of the backdrop with "backdrop." before it
	Value  string `json:"value,omitempty"`  // JSON: with Set of the value, with Add of the object
	Was    string `json:"was,omitempty"`    // what the field, or the object that is removed, must be before; "": anything
}

// Why a change is refused, if not because the arena would not be right.
var (
	ErrGone    = sim.ErrGone
	ErrChanged = sim.ErrChanged
)

// Apply is the arena after a change, and the change that takes it back: it restores what the
// change has changed, as long as nobody else has changed that since. The error names the object
// and the field.
func (a *Arena) Apply(change []Edit) (next *Arena, inverse []Edit, err error) {
	if len(change) == 0 || len(change) > MaxEdits {
		return nil, nil, fmt.Errorf("a change of %d edits, want 1 to %d", len(change), MaxEdits)
	}
	copied := *a
	next = &copied
	to := edited{next, next.lists()}
	for _, l := range to.lists {
		l.copyAll()
	}
	for i := range change {
		back, err := to.edit(&change[i])
		if err != nil {
			return nil, nil, err
		}
		inverse = append(inverse, back)
	}
	slices.Reverse(inverse)
	next.lay()
	if err := next.check(slices.ContainsFunc(change, func(e Edit) bool { return e.Op == Add })); err != nil {
		return nil, nil, next.byID(err)
	}
	if n := len(AppendChange(nil, inverse)); n > MaxChangeBytes {
		return nil, nil, fmt.Errorf("the change is too large to be taken back: %d bytes, want %d at most. Make it in several parts", n, MaxChangeBytes)
	}
	return next, inverse, nil
}

// edited is an arena that is being changed, with its lists.
type edited struct {
	*Arena
	lists lists
}

// edit applies one edit, and returns the one that takes it back.
func (a *edited) edit(e *Edit) (back Edit, err error) {
	switch e.Op {
	case Set:
		return a.setField(e)
	case Add:
		return a.addObject(e)
	case Remove:
		return a.removeObject(e)
	}
	return back, fmt.Errorf("%q, want one of %s, %s, %s", e.Op, Set, Add, Remove)
}

// head is the arena without its objects.
type head struct{ *Arena }

func (h head) code(f *fields) { h.codeHead(f) }

func (a *edited) setField(e *Edit) (back Edit, err error) {
	f := fields{from: decoder(e.Value), key: e.Field}
	var target object = head{a.Arena}
	if name, of := strings.CutPrefix(e.Field, "backdrop."); e.Object == "" && of {
		f.path, f.key, target = "backdrop.", name, &a.Backdrop
	} else if e.Object != "" {
		in, at, ok := a.lists.locate(e.Object)
		if !ok {
			return back, fmt.Errorf("the object %s %w", e.Object, ErrGone)
		}
		f.path, target = e.Object+".", in.object(at)
	}
	if e.Field == "id" {
		f.fail("it never changes; add another object instead")
		return back, f.err
	}
	target.code(&f)
	if !f.done {
		f.fail("there is no such field")
	}
	f.end()
	if f.err == nil && e.Was != "" && e.Was != f.was {
		return back, fmt.Errorf("%s%s %w", f.path, f.key, ErrChanged)
	}
	return Edit{Op: Set, Object: e.Object, Field: e.Field, Value: f.was, Was: f.now}, f.err
}

func (a *edited) addObject(e *Edit) (back Edit, err error) {
	n := slices.IndexFunc(a.lists[:], func(l list) bool { return l.name == e.List })
	if n < 0 {
		return back, fmt.Errorf("%q, want one of stars, belts, rocks, gates, pads, spawns, zones", e.List)
	}
	at := a.lists[n].size()
	if in, before, ok := a.lists.locate(e.Object); ok && in.name == e.List {
		at = before
	}
	f := fields{from: decoder(e.Value), key: e.List}
	a.lists[n].insert(&f, at)
	f.end()
	if f.err != nil {
		return back, f.err
	}
	o := a.lists[n].object(at)
	return Edit{Op: Remove, Object: *o.named(), Was: textOf(o)}, nil
}

func (a *edited) removeObject(e *Edit) (back Edit, err error) {
	in, at, ok := a.lists.locate(e.Object)
	if !ok {
		return back, fmt.Errorf("the object %s %w", e.Object, ErrGone)
	}
	back = Edit{Op: Add, List: in.name, Value: textOf(in.object(at))}
	if e.Was != "" && e.Was != back.Value {
		return Edit{}, fmt.Errorf("the object %s %w", e.Object, ErrChanged)
	}
	if at+1 < in.size() {
		back.Object = *in.object(at + 1).named()
	}
	in.remove(at)
	return back, nil
}

func decoder(text string) *json.Decoder {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	return d
}

// end requires that nothing follows.
func (f *fields) end() {
	if f.err == nil {
		if _, err := f.from.Token(); err != io.EOF {
			f.fail("there is something behind the value")
		}
	}
}

// textOf is an object in its canonical form.
func textOf(o object) string {
	f := fields{}
	f.writeObject(o)
	return string(f.out)
}

var place = regexp.MustCompile(`\b([a-z]+)\[(\d+)\]`)

// byID is an error of check that names objects by their ids, as those who edit know them.
func (a *Arena) byID(err error) error {
	return errors.New(place.ReplaceAllStringFunc(err.Error(), func(s string) string {
		m := place.FindStringSubmatch(s)
		for _, l := range a.lists() {
			if n, _ := strconv.Atoi(m[2]); l.name == m[1] && n < l.size() && *l.object(n).named() != "" {
				return *l.object(n).named()
			}
		}
		return s
	}))
}
