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

// Load reads the environment, in the form of os.Environ. Its error names every
// bad variable, its value and what is allowed; the warnings name variables that
// look like ours and are not, and settings that are allowed and unwise.
func Load(environ []string) (Config, []string, error) {
	vars := env.ToMap(environ)
	var c Config
	secrets, warnings := readSecrets(vars)
	err := env.ParseWithOptions(&c, env.Options{Prefix: Prefix, Environment: vars})
	bad := parseErrors(err, vars)
	maps.Copy(bad, secrets)
	each(&c, func(f reflect.StructField, v reflect.Value) {
		name := Prefix + f.Tag.Get("env")
		if bad[name] != nil {
			return
		}
		if err := check(f, v); err != nil {
			bad[name] = wrong(name, valueOf(f, vars), err)
		}
	})
	crossCheck(&c, bad)
	problems := make([]error, 0, len(bad))
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		problems = append(problems, bad[name])
	}
	warnings = append(warnings, unknown(vars)...)
	warnings = append(warnings, doubts(&c, bad)...)
	return c, warnings, errors.Join(problems...)
}

// wrong is the one form of all complaints.
func wrong(name, value string, why error) error {
	return fmt.Errorf("%s=%q: %w", name, value, why)
}

// valueOf is what the variable of f is set to, or its default.
func valueOf(f reflect.StructField, vars map[string]string) string {
	if v := vars[Prefix+f.Tag.Get("env")]; v != "" {
		if isSecret(f) {
			return "…" // complaints end up in logs
		}
		return v
	}
	return f.Tag.Get("envDefault")
}

// parseErrors says in our words which variables did not even parse.
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
		if f.Type.Kind() != reflect.Slice { // those explain themselves
			why = errors.New("must be " + allowed(f))
		}
		bad[name] = wrong(name, valueOf(f, vars), why)
	}
	return bad
}

// unknown finds misspelt variables, which would otherwise do nothing in silence.
func unknown(vars map[string]string) []string {
	var names, warnings []string
	each(&Config{}, func(f reflect.StructField, _ reflect.Value) {
		names = append(names, Prefix+f.Tag.Get("env"))
		if isSecret(f) {
			names = append(names, Prefix+f.Tag.Get("env")+fileTwin)
		}
	})
	for _, v := range slices.Sorted(maps.Keys(vars)) {
		if !strings.HasPrefix(v, Prefix) || slices.Contains(names, v) {
			continue
		}
		warning := v + " is not a variable of this server"
		if near := nearest(v, names); near != "" {
			warning += "; did you mean " + near + "?"
		}
		warnings = append(warnings, warning)
	}
	return warnings
}

// each visits the variables of c in the order in which they are declared.
func each(c *Config, visit func(reflect.StructField, reflect.Value)) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Tag.Get("env") != "-" {
			visit(f, v.Field(i))
		}
	}
}
