package lobby

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

const docsPath = "/v1/docs"

// docsHTML is the template of the page.
//
//go:embed docs.html
var docsHTML string

// docsView is the data of the page, in the order in which it is shown.
type docsView struct {
	Title, About, Version string
	Groups                []docsGroup
	Bodies                []docsBody
}

type docsGroup struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, About string
	Signed, Optional                 bool // needs a guest's token
	Params                           []docsField
	Body, Kind                       string // what is sent: the name of a body, or a kind of content
	Answers                          []docsAnswer
}

type docsAnswer struct {
	Status, Text, Body string
	Fine               bool // not an error
}

type docsBody struct {
	Name   string
	Fields []docsField
}

type docsField struct {
	Name, In, Type, About, Bounds string
	Ref                           string // name of the body that it is or contains
	Required                      bool
}

// docsPage renders a document as one HTML page without scripts or external resources: the
// viewers that one could embed instead bring about a megabyte of JavaScript.
func docsPage(o *huma.OpenAPI) ([]byte, error) {
	page, err := template.New("docs").Parse(docsHTML)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, describeAll(o))
	return b.Bytes(), err
}

// describeAll collects the operations and bodies of a document.
func describeAll(o *huma.OpenAPI) docsView {
	d := docsView{Title: o.Info.Title, About: o.Info.Description, Version: o.Info.Version}
	for _, path := range slices.Sorted(maps.Keys(o.Paths)) {
		item := o.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch, item.Delete} {
			if op != nil {
				d.addOperation(op)
			}
		}
	}
	slices.SortStableFunc(d.Groups, func(a, b docsGroup) int { return cmp.Compare(groupOrder(a.Name), groupOrder(b.Name)) })
	all := o.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		d.Bodies = append(d.Bodies, docsBody{name, fieldsOf(all[name])})
	}
	return d
}

// groupOrder sorts the groups by when a client needs them; groups of other packages come
// last.
func groupOrder(name string) int {
	order := []string{"Server", "Players", "Tickets", "Rooms", "Parties", "Results", "Daily run"}
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order)
}

// addOperation adds op to its group.
func (d *docsView) addOperation(op *huma.Operation) {
	name := "More"
	if len(op.Tags) > 0 {
		name = op.Tags[0]
	}
	i := slices.IndexFunc(d.Groups, func(g docsGroup) bool { return g.Name == name })
	if i < 0 {
		i = len(d.Groups)
		d.Groups = append(d.Groups, docsGroup{Name: name})
	}
	d.Groups[i].Operations = append(d.Groups[i].Operations, describeOperation(op))
}

func describeOperation(op *huma.Operation) docsOperation {
	v := docsOperation{ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, About: op.Description}
	v.Signed = len(op.Security) > 0
	v.Optional = v.Signed && len(op.Security[0]) == 0
	for _, p := range op.Parameters {
		f := field(p.Name, p.Schema)
		f.In, f.Required = p.In, p.Required
		f.About = cmp.Or(p.Description, f.About)
		v.Params = append(v.Params, f)
	}
	if op.RequestBody != nil {
		for kind, body := range op.RequestBody.Content {
			if v.Body = refName(body.Schema); v.Body == "" {
				v.Kind = kind
			}
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if slices.ContainsFunc(append(slices.Clone(commonErrors), bodyErrors...), func(s int) bool { return strconv.Itoa(s) == status }) {
			continue // the page lists these once, for all operations
		}
		r := op.Responses[status]
		a := docsAnswer{Status: status, Text: r.Description, Fine: status < "400"}
		for _, kind := range slices.Sorted(maps.Keys(r.Content)) {
			a.Body = refName(r.Content[kind].Schema)
		}
		v.Answers = append(v.Answers, a)
	}
	return v
}

func fieldsOf(s *huma.Schema) []docsField {
	var fields []docsField
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		f := field(name, s.Properties[name])
		f.Required = slices.Contains(s.Required, name)
		fields = append(fields, f)
	}
	slices.SortStableFunc(fields, func(a, b docsField) int {
		if a.Required == b.Required {
			return 0
		} else if a.Required {
			return -1
		}
		return 1
	})
	return fields
}

func field(name string, s *huma.Schema) docsField {
	f := docsField{Name: name, Type: typeName(s), About: s.Description, Ref: refName(s), Bounds: bounds(s)}
	if s.Type == huma.TypeArray {
		f.Ref = refName(s.Items)
	}
	return f
}

func refName(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	return strings.TrimPrefix(s.Ref, schemaPrefix)
}

func typeName(s *huma.Schema) string {
	switch {
	case s.Ref != "":
		return refName(s)
	case s.Type == huma.TypeArray:
		return "list of " + typeName(s.Items)
	case s.Type == huma.TypeObject:
		if of, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return "map to " + typeName(of)
		}
	case s.Format == "date-time":
		return "time"
	}
	return s.Type
}

// bounds describes in words the limits of a schema beyond its type.
func bounds(s *huma.Schema) string {
	var all []string
	for _, v := range s.Enum {
		all = append(all, fmt.Sprint(v))
	}
	if len(all) > 0 {
		return strings.Join(all, " · ")
	}
	add := func(format string, v any) { all = append(all, fmt.Sprintf(format, v)) }
	if s.Minimum != nil && s.Maximum != nil {
		all = append(all, fmt.Sprintf("%v to %v", *s.Minimum, *s.Maximum))
	}
	if s.MinLength != nil {
		add("at least %d characters", *s.MinLength)
	}
	if s.MaxLength != nil {
		add("at most %d characters", *s.MaxLength)
	}
	if s.MaxProperties != nil {
		add("at most %d entries", *s.MaxProperties)
	}
	if s.Default != nil {
		add("default %v", s.Default)
	}
	return strings.Join(all, ", ")
}

// Lower is the method in lower case, for the page's CSS classes.
func (o docsOperation) Lower() string { return strings.ToLower(o.Method) }

// Curl is a command line to try the operation.
func (o docsOperation) Curl() string {
	var b strings.Builder
	b.WriteString("curl")
	if o.Method != http.MethodGet {
		b.WriteString(" -X " + o.Method)
	}
	if o.Signed && !o.Optional {
		b.WriteString(` -H "Authorization: Bearer $TOKEN"`)
	}
	if o.Kind != "" {
		b.WriteString(` -H "Content-Type: ` + o.Kind + `" --data-binary @FILE`)
	}
	if o.Body != "" {
		b.WriteString(` -H "Content-Type: application/json" -d '{…}'`)
	}
	return b.String() + " $SERVER" + o.Path
}

// DocumentPath is the path of the OpenAPI document, without its extension .json or .yaml.
const DocumentPath = "/v1/openapi"

// routeDocument serves the OpenAPI document and the HTML page made from it. Both are made
// at the first request, because other packages add operations after New.
func (l *Lobby) routeDocument() {
	files := []struct {
		path, kind string
		write      func() ([]byte, error)
	}{
		{DocumentPath + ".json", "application/openapi+json", func() ([]byte, error) { return json.MarshalIndent(l.api.OpenAPI(), "", "  ") }},
		{DocumentPath + ".yaml", "application/openapi+yaml", l.api.OpenAPI().YAML},
		{docsPath, "text/html; charset=utf-8", func() ([]byte, error) { return docsPage(l.api.OpenAPI()) }},
	}
	for _, f := range files {
		written := sync.OnceValues(f.write)
		checkedMux{l.mux, l}.HandleFunc("GET "+f.path, func(w http.ResponseWriter, r *http.Request) {
			body, err := written()
			if err != nil {
				l.log.Error("document cannot be written", "path", f.path, "err", err)
				internalProblem().Respond(w)
				return
			}
			h := w.Header()
			h.Set("Content-Type", f.kind)
			h.Set("Cache-Control", "no-cache")
			h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
			_, _ = w.Write(body) // a client that is gone cannot be told so
		})
	}
}
