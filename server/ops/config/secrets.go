package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
)

// fileSuffix is appended to the name of a secret variable, for a variable that names a file
// with the secret instead. Orchestrators provide secrets as files, and the environment of a
// process is easier to read for others.
const fileSuffix = "_FILE"

const maxSecret = 64 << 10 // bytes; a larger file is not a secret

func isSecret(f reflect.StructField) bool { return f.Tag.Get("secret") == "true" }

// readSecrets reads the files of secrets into vars. It returns errors by variable, and
// warnings about files that others can read.
func readSecrets(vars map[string]string) (bad map[string]error, warnings []string) {
	bad = map[string]error{}
	eachField(&Config{}, func(f reflect.StructField, _ reflect.Value) {
		name := Prefix + f.Tag.Get("env")
		file := vars[name+fileSuffix]
		if !isSecret(f) || file == "" {
			return
		}
		if vars[name] != "" {
			bad[name+fileSuffix] = variableError(name+fileSuffix, file, fmt.Errorf("%s is set as well; one of the two", name))
			return
		}
		text, open, err := readSecret(file)
		if err != nil {
			bad[name+fileSuffix] = variableError(name+fileSuffix, file, err)
			return
		}
		vars[name] = text
		if open {
			warnings = append(warnings, fmt.Sprintf("%s%s=%q: others on this machine can read or change that file; chmod 600 it", name, fileSuffix, file))
		}
	})
	return bad, warnings
}

// readSecret returns the content of the file at path without trailing line ends. open:
// other users can read it, or the group can write it.
func readSecret(path string) (text string, open bool, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", false, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxSecret {
		return "", false, errors.New("is no file that holds a secret")
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", false, err
	}
	text = strings.TrimRight(string(b), "\r\n")
	if text == "" {
		return "", false, errors.New("the file is empty")
	}
	return text, info.Mode().Perm()&0o027 != 0, nil
}
