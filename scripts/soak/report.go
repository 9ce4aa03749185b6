package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
)

// report is how many things were checked, by kind of check, and how many were wrong.
type report struct {
	rows []row
}

type row struct {
	what           string
	checked, wrong int
	example        string
}

// check counts n things of which all are right, or one is not.
func (r *report) check(what string, n int, right bool, example string) {
	i := slices.IndexFunc(r.rows, func(one row) bool { return one.what == what })
	if i < 0 {
		i = len(r.rows)
		r.rows = append(r.rows, row{what: what})
	}
	one := &r.rows[i]
	one.checked += n
	if !right {
		one.wrong++
		one.example = cmp.Or(one.example, example)
	}
}

// print writes the table. Its error says that something is wrong, or that there was
// nothing to check.
func (r *report) print(out io.Writer, c *counters) error {
	fmt.Fprintln(out)
	c.print(out)
	fmt.Fprintf(out, "\n%8s  %8s\n", "checked", "wrong")
	wrong, empty := len(c.errors), 0
	for _, one := range r.rows {
		fmt.Fprintf(out, "%8d  %8d  %s", one.checked, one.wrong, one.what)
		if one.example != "" {
			fmt.Fprintf(out, ": %s", one.example)
		}
		fmt.Fprintln(out)
		wrong += one.wrong
		if one.checked == 0 {
			empty++
		}
	}
	switch {
	case wrong > 0:
		return fmt.Errorf("%d things are wrong", wrong)
	case empty > 0:
		return errors.New("the run was too quiet to prove anything")
	}
	return nil
}
