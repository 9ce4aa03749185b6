package layout

import (
	"fmt"
	"slices"
)

// list is one of the lists of an arena, by its name in the file.
type list struct {
	name string
	objects
}

// objects are those of a list, whatever they are.
type objects interface {
	size() int
	object(i int) listed
	indexOf(id string) int // -1: none is called so
	readAll(f *fields)
	write(f *fields)
	insert(f *fields, i int) // reads an object, which is the i-th then
	remove(i int)
	copyAll() // so that what changes now is nobody else's
}

// listed is an object of a list.
type listed interface {
	object
	named() *string
}

// rows are objects of one type.
type rows[T any, P interface {
	*T
	listed
}] struct {
	all   *[]T
	most  int
	fresh T // an object before its fields are read
}

func (r *rows[T, P]) size() int           { return len(*r.all) }
func (r *rows[T, P]) object(i int) listed { return P(&(*r.all)[i]) }
func (r *rows[T, P]) indexOf(id string) int {
	for i := range *r.all {
		if *P(&(*r.all)[i]).named() == id {
			return i
		}
	}
	return -1
}

func (r *rows[T, P]) remove(i int) { *r.all = slices.Delete(*r.all, i, i+1) }
func (r *rows[T, P]) copyAll()     { *r.all = slices.Clone(*r.all) }

func (r *rows[T, P]) insert(f *fields, i int) {
	if len(*r.all) == r.most {
		f.fail("more than %d of them", r.most)
		return
	}
	o := r.fresh
	f.readObject(fmt.Sprintf("%s%s[%d].", f.path, f.key, i), P(&o))
	*r.all = slices.Insert(*r.all, i, o)
}

func (r *rows[T, P]) readAll(f *fields) {
	f.delim('[', "a list")
	for f.err == nil && f.from.More() {
		r.insert(f, len(*r.all))
	}
	f.delim(']', "the end of the list")
}

func (r *rows[T, P]) write(f *fields) {
	f.out = append(f.out, '[')
	for i := range *r.all {
		if i > 0 {
			f.out = append(f.out, ',')
		}
		f.writeObject(P(&(*r.all)[i]))
	}
	f.out = append(f.out, ']')
}

// lists are those of an arena.
type lists [7]list

// locate is where the object of an id is; ok is false if there is none.
func (ls *lists) locate(id string) (in list, at int, ok bool) {
	for _, l := range ls {
		if at := l.indexOf(id); at >= 0 {
			return l, at, true
		}
	}
	return in, 0, false
}
