package metrics

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// Entry is what there is to know of a metric before anything was counted in it.
type Entry struct {
	Help   string
	Labels []string
}

// described finds name, help and labels in the text of a description, which is all
// that the library tells of one.
var described = regexp.MustCompile(`fqName: "([^"]*)", help: ("(?:[^"\\]|\\.)*"), .*variableLabels: {([^}]*)}`)

// Catalogue is every metric that can be scraped, by its full name.
func (s *Set) Catalogue() map[string]Entry {
	all := make(chan *prometheus.Desc)
	go func() {
		defer close(all)
		s.registry.Describe(all)
	}()
	catalogue := map[string]Entry{}
	for d := range all {
		if m := described.FindStringSubmatch(d.String()); m != nil {
			help, _ := strconv.Unquote(m[2])
			catalogue[m[1]] = Entry{help, strings.FieldsFunc(m[3], func(r rune) bool { return r == ',' })}
		}
	}
	return catalogue
}
