package layout

// Field is a field of an object or of the arena as editors show it: its value and what is allowed.
type Field struct {
	Name        string   // as in an Edit
	Value       string   // JSON
	Least, Most int      // of a number; both 0: it is a text
	Choices     []string // of a text that is one of these; nil: any text
}

// Fields are those of the object of an id, or with "" of the arena itself and its backdrop, in the
// order of the file; nil: there is no such object.
func (a *Arena) Fields(id string) []Field {
	if id == "" {
		return append(describe(head{a}, ""), describe(&a.Backdrop, "backdrop.")...)
	}
	lists := a.lists()
	in, at, ok := lists.locate(id)
	if !ok {
		return nil
	}
	return describe(in.object(at), "")
}

// describe lists the fields of an object, whose names begin with prefix.
func describe(o object, prefix string) []Field {
	f := fields{path: prefix, described: []Field{}}
	f.writeObject(o)
	return f.described
}

// describe takes note of a field that is written.
func (f *fields) describe(d Field) {
	if f.described != nil {
		d.Name = f.path + d.Name
		f.described = append(f.described, d)
	}
}
