package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Load parses the environment, in the form of os.Environ. Its error names every invalid
// variable with its value and what is allowed. The warnings name unknown variables with our
// prefix, and settings that are allowed but unwise.
func Load(environ []string) (Config, []string, error) {
	vars := env.ToMap(environ)
	var c Config
	secrets, warnings := readSecrets(vars)
	err := env.ParseWithOptions(&c, env.Options{Prefix: Prefix, Environment: vars})
	bad := parseErrors(err, vars)
	maps.Copy(bad, secrets)
	eachField(&c, func(f reflect.StructField, v reflect.Value) {
		name := Prefix + f.Tag.Get("env")
		if bad[name] != nil {
			return
		}
		if err := checkField(f, v); err != nil {
			bad[name] = variableError(name, valueOf(f, vars), err)
		}
	})
	checkRules(&c, bad)
	problems := make([]error, 0, len(bad))
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		problems = append(problems, bad[name])
	}
	warnings = append(warnings, unknownVariables(vars)...)
	warnings = append(warnings, ruleWarnings(&c, bad)...)
	return c, warnings, errors.Join(problems...)
}

// variableError is the form of all errors about a variable.
func variableError(name, value string, why error) error {
	return fmt.Errorf("%s=%q: %w", name, value, why)
}

// valueOf is the value of a variable, or its default.
func valueOf(f reflect.StructField, vars map[string]string) string {
	if v := vars[Prefix+f.Tag.Get("env")]; v != "" {
		if isSecret(f) {
			return "…" // errors are logged
		}
		return v
	}
	return f.Tag.Get("envDefault")
}

// parseErrors converts parse errors to our form.
func parseErrors(err error, vars map[string]string) map[string]error {
	bad := map[string]error{}
	var all env.AggregateError
	if !errors.As(err, &all) {
		return bad
	}
	for _, err := range all.Errors {
		var pe env.ParseError
		if !errors.As(err, &pe) {
			bad[""] = err
			continue
		}
		f, _ := reflect.TypeFor[Config]().FieldByName(pe.Name)
		name := Prefix + f.Tag.Get("env")
		why := pe.Err
		if f.Type.Kind() != reflect.Slice { // errors of lists are already clear
			why = errors.New("must be " + allowedText(f))
		}
		bad[name] = variableError(name, valueOf(f, vars), why)
	}
	return bad
}

// unknownVariables finds misspelt variables, which would otherwise be ignored silently.
func unknownVariables(vars map[string]string) []string {
	var names, warnings []string
	eachField(&Config{}, func(f reflect.StructField, _ reflect.Value) {
		names = append(names, Prefix+f.Tag.Get("env"))
		if isSecret(f) {
			names = append(names, Prefix+f.Tag.Get("env")+fileSuffix)
		}
	})
	for _, v := range slices.Sorted(maps.Keys(vars)) {
		if !strings.HasPrefix(v, Prefix) || slices.Contains(names, v) {
			continue
		}
		warning := v + " is not a variable of this server"
		if near := closestName(v, names); near != "" {
			warning += "; did you mean " + near + "?"
		}
		warnings = append(warnings, warning)
	}
	return warnings
}

// eachField visits the fields of c in order.
func eachField(c *Config, visit func(reflect.StructField, reflect.Value)) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Tag.Get("env") != "-" {
			visit(f, v.Field(i))
		}
	}
}

// closestName is the candidate most similar to s, or empty if none is similar.
func closestName(s string, candidates []string) string {
	best, found := (len(s)-len(Prefix))/4, "" // more than a quarter different is another word
	for _, c := range candidates {
		if d := editDistance(s, c); d <= best {
			best, found = d, c
		}
	}
	return found
}

// editDistance is the Levenshtein distance of a and b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
