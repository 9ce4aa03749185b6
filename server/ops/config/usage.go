package config

import (
	"fmt"
	"io"
	"reflect"
)

// Usage lists every variable with its default, its meaning and what it may be.
func Usage(w io.Writer) {
	eachField(&Config{}, func(f reflect.StructField, _ reflect.Value) {
		def := f.Tag.Get("envDefault")
		if def == "" {
			def = "(empty)"
		}
		fmt.Fprintf(w, "  %s%s=%s\n        %s", Prefix, f.Tag.Get("env"), def, f.Tag.Get("help"))
		if a := allowedText(f); a != "" {
			fmt.Fprintf(w, " [%s]", a)
		}
		fmt.Fprintln(w)
		if isSecret(f) {
			fmt.Fprintf(w, "  %s%s%s=(empty)\n        a file that holds it, instead\n", Prefix, f.Tag.Get("env"), fileSuffix)
		}
	})
}
