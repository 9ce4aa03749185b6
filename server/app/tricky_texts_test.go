package app

import (
	"encoding/json"
	"slices"
	"strings"
)

// trickyTexts are texts that have caused bugs elsewhere.
var trickyTexts = []string{
	"", " ", "0", "-1", "null", "true", "undefined", "NaN", "1e999", "99999999999999999999", "\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\ufeff", "\u202e", "é́́́́",
	"' OR 1=1 --", `"; DROP TABLE players; --`, "1; SELECT pg_sleep(10)", "%' UNION SELECT token FROM devices --", "$1", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>",
	"../../../../etc/passwd", `..\..\windows`, "..", ".", "/", "//", "a/b", "%2e%2e%2f", "%00", "file:///etc/passwd", "http://169.254.169.254/", "C:\\", "~", "me/../x",
	"\r\nSet-Cookie: x=1", strings.Repeat("A", 300), strings.Repeat("🚀", 5000), strings.Repeat("9", 400), `W/"1"`, `"1"`, "*", "Basic eDp5", "Bearer", "eyJhbGciOiJub25lIn0.e30.",
}

func (p *prober) trickyText() string { return trickyTexts[p.IntN(len(trickyTexts))] }

// paramValue is a value of a parameter that roughly fits its schema.
func (p *prober) paramValue(s *schema) string {
	if p.IntN(2) == 0 {
		return p.trickyText()
	}
	b, err := json.Marshal(p.jsonValue(s, 0))
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.Trim(string(b), `"`)
}

// isBinary reports whether the body of an operation is a log.
func isBinary(op *operation) bool {
	return op.RequestBody != nil && op.RequestBody.Content["application/json"].Schema == nil
}

// anyLog is the log of a daily run, or almost.
func (p *prober) anyLog() string {
	log := slices.Clone(p.run)
	for range p.IntN(3) {
		log[p.IntN(len(log))] = byte(p.IntN(256))
	}
	return string(log[:len(log)-p.IntN(2)*p.IntN(len(log))])
}

// requestBody is a request body: valid, almost valid, or invalid.
func (p *prober) requestBody(op *operation) string {
	if op.RequestBody == nil && p.IntN(4) > 0 {
		return ""
	}
	switch p.IntN(12) {
	case 0:
		return []string{"", "null", "[]", "{", "}", `{}{}`, `"x"`, "1", "\xff\xfe{}", `{"":}`, "\x00", "<a/>", "name=x&y=z"}[p.IntN(13)]
	case 1:
		return strings.Repeat("[", 20_000)
	case 2:
		return `{"name":"` + strings.Repeat("x", 70_000) + `"}`
	case 3:
		return strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	}
	if isBinary(op) {
		return p.anyLog()
	}
	fields := map[string]any{}
	if op.RequestBody != nil {
		if of, ok := p.jsonValue(op.RequestBody.Content["application/json"].Schema, 0).(map[string]any); ok {
			fields = of
		}
	}
	if p.IntN(6) == 0 {
		fields[p.trickyText()] = p.anyJSON(0)
	}
	b, err := json.Marshal(fields)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.IntN(12) == 0 { // half a surrogate pair, or a byte that is no text
		return strings.Replace(string(b), `"`, []string{`"\ud800`, "\"\xff"}[p.IntN(2)], 1+p.IntN(4))
	}
	return string(b)
}

// jsonValue is a value that often fits a schema.
func (p *prober) jsonValue(s *schema, depth int) any {
	if s == nil || depth > 4 || p.IntN(5) == 0 {
		return p.anyJSON(depth)
	}
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return p.jsonValue(p.doc.Components.Schemas[name], depth)
	}
	if len(s.Enum) > 0 && p.IntN(3) > 0 {
		return s.Enum[p.IntN(len(s.Enum))]
	}
	switch kind := s.typeName(); kind {
	case "object":
		fields := map[string]any{}
		for name, of := range s.Properties {
			if p.IntN(4) > 0 {
				fields[name] = p.jsonValue(of, depth+1)
			}
		}
		return fields
	case "array":
		return []any{p.jsonValue(s.Items, depth+1)}
	case "integer", "number":
		return p.IntN(int(max(s.Maximum, 3)) + 1)
	case "boolean":
		return p.IntN(2) == 0
	}
	if p.IntN(3) == 0 {
		return p.known[p.IntN(len(p.known))]
	}
	return p.trickyText()
}

// typeName is the type of s; of a nullable one the other type.
func (s *schema) typeName() string {
	switch kind := s.Type.(type) {
	case string:
		return kind
	case []any:
		i := slices.IndexFunc(kind, func(k any) bool { return k != "null" })
		return kind[i].(string)
	}
	return ""
}

// anyJSON is an arbitrary JSON value.
func (p *prober) anyJSON(depth int) any {
	switch p.IntN(8) {
	case 0:
		return nil
	case 1:
		return p.IntN(2) == 0
	case 2:
		return p.NormFloat64() * 1e18
	case 3:
		return -p.IntN(1 << 30)
	case 4:
		if depth < 4 {
			return []any{p.anyJSON(depth + 1), p.anyJSON(depth + 1)}
		}
	case 5:
		if depth < 4 {
			return map[string]any{p.trickyText(): p.anyJSON(depth + 1)}
		}
	}
	return p.trickyText()
}
