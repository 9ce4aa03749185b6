package lobby

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/httpx"
	"perihelion/shared/api"
)

// schemas is where the document keeps the bodies.
const schemas = "#/components/schemas/"

// newAPI lets huma check requests and write the document, and keeps for us how
// a refusal looks and what every request has to pass.
func (l *Lobby) newAPI() huma.API {
	registry := huma.NewMapRegistry(schemas, huma.DefaultSchemaNamer)
	registry.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[api.Problem]())
	a := humago.New(gated{l.mux, l}, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Perihelion", Version: "1", Description: "Everything around a match: who you are, where you play, and how it went."},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					guestScheme: {Type: "http", Scheme: "bearer", Description: "The token of POST /v1/guests."},
				},
			},
			OnAddOperation: []huma.AddOpFunc{document},
			Servers:        l.servers(),
		},
		Formats:                      huma.DefaultFormats,
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true, // or a misspelt filter would filter nothing
		Transformers:                 []huma.Transformer{l.plain},
	})
	a.UseMiddleware(l.recognise)
	return a
}

// servers is where the paths of the document begin, if the operator has said so. Else
// it is wherever the document came from.
func (l *Lobby) servers() []*huma.Server {
	if l.cfg.PublicURL == "" {
		return nil
	}
	return []*huma.Server{{URL: strings.TrimRight(l.cfg.PublicURL, "/")}}
}

// register adds an operation whose handler may fail with any error: problem
// finds the answer that fits it.
func register[I, O any](l *Lobby, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	huma.Register(l.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, l.problem(ctx, err)
		}
		return out, nil
	})
}

// Any request may be refused in these ways, and any with a body in those.
var (
	ofAll    = []int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError}
	ofBodies = []int{http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType}
)

// takesBody tells whether a body is looked at, even if nothing has to be in it.
func takesBody(method string) bool { return method == http.MethodPost || method == http.MethodPatch }

// document completes what huma wrote about op with what holds for all of its
// kind.
func document(o *huma.OpenAPI, op *huma.Operation) {
	also := slices.Concat(ofAll, op.Errors)
	if len(op.Security) > 0 {
		also = append(also, http.StatusUnauthorized, http.StatusForbidden)
	}
	if takesBody(op.Method) {
		also = append(also, ofBodies...)
	}
	if b := op.RequestBody; b != nil { // no body at all is as good as an object that says nothing
		b.Required = len(resolve(o, b.Content["application/json"].Schema).Required) > 0
	}
	if op.Method == http.MethodPost {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: onceHeader, In: "header", Description: "The same request with the same key is answered the same for ten minutes, and done once.",
			Schema: &huma.Schema{Type: huma.TypeString, MinLength: new(minKey), MaxLength: new(maxKey)},
		})
	}
	if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "If-None-Match" }) {
		op.Responses[strconv.Itoa(http.StatusNotModified)] = &huma.Response{Description: http.StatusText(http.StatusNotModified)}
	}
	problem := o.Components.Schemas.Schema(reflect.TypeFor[api.Problem](), true, "")
	for _, status := range also {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	delete(op.Responses, "default") // all of them have names now
}

func resolve(o *huma.OpenAPI, s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		return o.Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// plain gives refusals, ours and huma's, the one form that they have everywhere.
func (l *Lobby) plain(ctx huma.Context, _ string, v any) (any, error) {
	r, w := humago.Unwrap(ctx)
	id := w.Header().Get(httpx.RequestID)
	switch e := v.(type) {
	case *httpx.Refusal:
		return e.Problem(id), nil
	case *huma.ErrorModel:
		if e.Status >= http.StatusInternalServerError {
			l.log.Error("request refused for no good reason", "request", id, "path", r.URL.Path, "err", describe(e))
			return broken().Problem(id), nil
		}
		return invalid(e).Problem(id), nil
	}
	return v, nil
}

// mostDetails is how many mistakes a problem lists. Whoever made more of them in
// one body did not make them by mistake.
const mostDetails = 8

// invalid puts the complaints of huma in our form. Values are not echoed: they
// may be long, or hostile to whoever shows them.
func invalid(e *huma.ErrorModel) *httpx.Refusal {
	refusal := httpx.Refuse(e.Status, "%s", describe(e))
	for _, d := range e.Errors[:min(len(e.Errors), mostDetails)] {
		refusal.Errors = append(refusal.Errors, api.Detail{Message: cut(d.Message), Location: cut(d.Location)})
	}
	return refusal
}

// describe says in one line what e complains about first.
func describe(e *huma.ErrorModel) string {
	if len(e.Errors) == 0 {
		return e.Detail
	}
	first := e.Errors[0]
	where := strings.TrimPrefix(strings.TrimPrefix(first.Location, "body"), ".")
	if where == "" {
		return cut(first.Message)
	}
	return fmt.Sprintf("%s: %s", cut(where), cut(first.Message))
}

func cut(s string) string {
	const most = 200 // bytes
	return strings.ToValidUTF8(s[:min(len(s), most)], "")
}
