package layout

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fields reads the value of one field of an object at a time, or writes all of them, in their
// order. After an error it does nothing more.
type fields struct {
	from *json.Decoder // nil: it writes
	key  string        // of the value that comes next
	path string        // of its object, with a dot behind it; "" for the arena itself
	done bool          // the value of key has been read
	err  error

	was, now string // what the field that was read last was before, and is

	out       []byte
	described []Field // what was written, if anybody wants to know; nil: nobody
}

// object is something with fields.
type object interface{ code(f *fields) }

func (f *fields) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf("%s%s: %s", f.path, f.key, fmt.Sprintf(format, args...))
	}
}

// begins reports whether the value of the field of that name is to be read; in writing it
// writes the name.
func (f *fields) begins(name string) (reads bool) {
	if f.from != nil {
		reads = f.err == nil && !f.done && f.key == name
		f.done = f.done || reads
		return reads
	}
	if c := f.out[len(f.out)-1]; c != '{' {
		f.out = append(f.out, ',')
	}
	f.out = append(strconv.AppendQuote(f.out, name), ':')
	return false
}

// token reads the next token; of another kind than want it says what is wrong.
func token[T any](f *fields, want string) (v T) {
	t, err := f.from.Token()
	v, ok := t.(T)
	switch {
	case err != nil:
		f.fail("%s: the file is damaged or ends too early", strings.TrimPrefix(err.Error(), "json: "))
	case !ok:
		f.fail("want %s", want)
	}
	return v
}

func (f *fields) number(name string, v *int, least, most int) {
	if !f.begins(name) {
		if f.from == nil {
			f.out = strconv.AppendInt(f.out, int64(*v), 10)
			f.describe(Field{Name: name, Value: strconv.Itoa(*v), Least: least, Most: most})
		}
		return
	}
	text := token[json.Number](f, "a whole number")
	n, err := strconv.Atoi(string(text))
	switch {
	case f.err != nil:
	case err != nil:
		f.fail("%s is no whole number", text)
	case n < least:
		f.fail("%d is below %d", n, least)
	case n > most:
		f.fail("%d is above %d", n, most)
	}
	f.was, f.now = strconv.Itoa(*v), strconv.Itoa(n)
	*v = n
}

func (f *fields) text(name string, v *string, valid func(string) bool, want string) {
	if !f.begins(name) {
		if f.from == nil {
			f.out = append(f.out, quote(*v)...)
			f.describe(Field{Name: name, Value: quote(*v)})
		}
		return
	}
	f.was = quote(*v)
	*v = token[string](f, want)
	f.now = quote(*v)
	if f.err == nil && !valid(*v) {
		f.fail("%q, want %s", *v, want)
	}
}

func quote(s string) string {
	quoted, _ := json.Marshal(s) // a string has no error
	return string(quoted)
}

// name is the id of an object.
func (f *fields) name(name string, v *string) {
	f.text(name, v, isID, fmt.Sprintf("up to %d of a-z, 0-9 and -", maxID))
}

func (f *fields) title(name string, v *string) {
	f.text(name, v, isTitle, fmt.Sprintf("1 to %d letters", MaxTitle))
}

func isTitle(s string) bool {
	return s != "" && strings.TrimSpace(s) == s && utf8.RuneCountInString(s) <= MaxTitle &&
		!strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError })
}

func (f *fields) choice(name string, v *string, of ...string) {
	f.text(name, v, func(s string) bool { return slices.Contains(of, s) }, "one of "+strings.Join(of, ", "))
	if n := len(f.described); n > 0 && f.from == nil {
		f.described[n-1].Choices = of
	}
}

func (f *fields) object(name string, o object) {
	if f.begins(name) {
		f.readObject(f.path+f.key+".", o)
		return
	}
	if f.from == nil {
		f.writeObject(o)
	}
}

func (f *fields) writeObject(o object) {
	f.out = append(f.out, '{')
	o.code(f)
	f.out = append(f.out, '}')
}

func (f *fields) delim(want json.Delim, what string) {
	if f.err == nil && token[json.Delim](f, what) != want {
		f.fail("want %s", what)
	}
}

// readObject reads an object, whose fields are below path.
func (f *fields) readObject(path string, o object) {
	key, before := f.key, f.path
	f.path, f.key = strings.TrimSuffix(path, "."), ""
	f.delim('{', "an object")
	f.path = path
	var seen []string
	for f.err == nil && f.from.More() {
		f.key = token[string](f, "a name")
		if slices.Contains(seen, f.key) {
			f.fail("it is there twice")
		}
		seen = append(seen, f.key)
		f.done = false
		o.code(f)
		if !f.done {
			f.fail("there is no such field")
		}
	}
	f.delim('}', "the end of the object")
	f.key, f.path, f.done = key, before, true
}

// read reads the whole of a text.
func (f *fields) read(text []byte, o object) {
	f.from = decoder(string(text))
	f.readObject("", o)
	if f.err != nil {
		return
	}
	if _, err := f.from.Token(); err != io.EOF {
		f.err = fmt.Errorf("there is something behind the arena")
	}
}
