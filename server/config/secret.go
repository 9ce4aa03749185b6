package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
)

// fileTwin follows the name of a variable that holds a secret: the file named there
// holds the secret instead. Orchestrators hand secrets over as files, and what is
// in the environment can be read by whoever may look at the process.
const fileTwin = "_FILE"

const maxSecret = 64 << 10 // bytes; longer is another file

func isSecret(f reflect.StructField) bool { return f.Tag.Get("secret") == "true" }

// readSecrets puts what the twins of secrets name into vars. It returns what is
// wrong by variable, and warnings of files that others can read.
func readSecrets(vars map[string]string) (bad map[string]error, warnings []string) {
	bad = map[string]error{}
	each(&Config{}, func(f reflect.StructField, _ reflect.Value) {
		name := Prefix + f.Tag.Get("env")
		file := vars[name+fileTwin]
		if !isSecret(f) || file == "" {
			return
		}
		if vars[name] != "" {
			bad[name+fileTwin] = wrong(name+fileTwin, file, fmt.Errorf("%s is set as well; one of the two", name))
			return
		}
		text, open, err := readSecret(file)
		if err != nil {
			bad[name+fileTwin] = wrong(name+fileTwin, file, err)
			return
		}
		vars[name] = text
		if open {
			warnings = append(warnings, fmt.Sprintf("%s%s=%q: others on this machine can read or change that file; chmod 600 it", name, fileTwin, file))
		}
	})
	return bad, warnings
}

// readSecret is what the file at path holds, without the line end that editors put
// there. open: others than its owner and their group may read it, or the group may
// write it.
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
