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

	"perihelion/server/net/httpx"
	"perihelion/shared/api"
)

// schemaPrefix is where the OpenAPI document keeps the schemas of bodies.
const schemaPrefix = "#/components/schemas/"

// newAPI configures huma, which validates requests and writes the OpenAPI document. The
// form of errors and the checks before each request are ours.
func (l *Lobby) newAPI() huma.API {
	registry := huma.NewMapRegistry(schemaPrefix, huma.DefaultSchemaNamer)
	registry.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[api.Problem]())
	a := humago.New(checkedMux{l.mux, l}, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Perihelion", Version: "1", Description: "Everything around a match: who you are, where you play, and how it went."},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					guestScheme: {Type: "http", Scheme: "bearer", Description: "The token of POST /v1/guests."},
				},
			},
			OnAddOperation: []huma.AddOpFunc{completeOperation},
			Servers:        l.documentServers(),
		},
		Formats:                      huma.DefaultFormats,
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true, // otherwise a misspelt filter would be ignored
		Transformers:                 []huma.Transformer{l.problemTransformer},
	})
	a.UseMiddleware(l.authenticate)
	return a
}

// documentServers returns the base URL for the document, if the operator has set one.
// Without it paths are relative to the document's own address.
func (l *Lobby) documentServers() []*huma.Server {
	if l.cfg.PublicURL == "" {
		return nil
	}
	return []*huma.Server{{URL: strings.TrimRight(l.cfg.PublicURL, "/")}}
}

// register adds an operation whose handler may return any error; Lobby.problem maps it to a
// response.
func register[I, O any](l *Lobby, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	huma.Register(l.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, l.problem(ctx, err)
		}
		return out, nil
	})
}

// commonErrors are the error statuses of all operations, bodyErrors those of operations
// with a body.
var (
	commonErrors = []int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError}
	bodyErrors   = []int{http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType}
)

// methodHasBody reports whether a body is read for this method, even if it may be empty.
func methodHasBody(method string) bool {
	return method == http.MethodPost || method == http.MethodPatch || method == http.MethodPut
}

// completeOperation adds to huma's description of op what is the same for all operations of
// its kind.
func completeOperation(o *huma.OpenAPI, op *huma.Operation) {
	op.BodyReadTimeout = -1 // checkRequest has read it
	also := slices.Concat(commonErrors, op.Errors)
	if len(op.Security) > 0 {
		also = append(also, http.StatusUnauthorized, http.StatusForbidden)
	}
	if methodHasBody(op.Method) {
		also = append(also, bodyErrors...)
	}
	if b := op.RequestBody; b != nil { // no body means the same as an empty object
		if json := b.Content["application/json"]; json != nil {
			b.Required = len(resolveSchema(o, json.Schema).Required) > 0
		}
	}
	if op.Method == http.MethodPost {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: idempotencyHeader, In: "header", Description: "The same request with the same key is answered the same for ten minutes, and done once.",
			Schema: &huma.Schema{Type: huma.TypeString, MinLength: new(minIdempotencyKey), MaxLength: new(maxIdempotencyKey)},
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
	delete(op.Responses, "default") // every status is listed by now
}

// resolveSchema follows the reference of a schema, if it is one.
func resolveSchema(o *huma.OpenAPI, s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		return o.Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// problemTransformer writes all errors, the lobby's and huma's, as the same problem
// document.
func (l *Lobby) problemTransformer(ctx huma.Context, _ string, v any) (any, error) {
	r, w := humago.Unwrap(ctx)
	id := w.Header().Get(httpx.RequestID)
	switch e := v.(type) {
	case *httpx.Problem:
		return e.Document(id), nil
	case *huma.ErrorModel:
		if e.Status >= http.StatusInternalServerError {
			l.log.Error("request refused for no good reason", "request", id, "path", r.URL.Path, "err", firstComplaint(e))
			return internalProblem().Document(id), nil
		}
		return validationProblem(e).Document(id), nil
	}
	return v, nil
}

// maxDetails is how many mistakes in a body a problem lists.
const maxDetails = 8

// validationProblem converts huma's validation errors. Values of the request are not
// echoed: they may be long, or harmful where they are shown.
func validationProblem(e *huma.ErrorModel) *httpx.Problem {
	problem := httpx.NewProblem(e.Status, "%s", firstComplaint(e))
	for _, d := range e.Errors[:min(len(e.Errors), maxDetails)] {
		problem.Errors = append(problem.Errors, api.Detail{Message: truncate(d.Message), Location: truncate(d.Location)})
	}
	return problem
}

// firstComplaint returns the first validation error of e in one line.
func firstComplaint(e *huma.ErrorModel) string {
	if len(e.Errors) == 0 {
		return e.Detail
	}
	first := e.Errors[0]
	where := strings.TrimPrefix(strings.TrimPrefix(first.Location, "body"), ".")
	if where == "" {
		return truncate(first.Message)
	}
	return fmt.Sprintf("%s: %s", truncate(where), truncate(first.Message))
}

// truncate limits s to 200 bytes of valid UTF-8.
func truncate(s string) string {
	const most = 200 // bytes
	return strings.ToValidUTF8(s[:min(len(s), most)], "")
}
