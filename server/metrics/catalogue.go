package metrics

import (
	"regexp"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// described finds name and help in the text of a description, which is all that
// the library tells of one.
var described = regexp.MustCompile(`fqName: "([^"]*)", help: ("(?:[^"\\]|\\.)*")`)

// Catalogue is every metric that can be scraped, by its full name, with its help:
// those as well that nothing was counted in yet.
func (s *Set) Catalogue() map[string]string {
	all := make(chan *prometheus.Desc)
	go func() {
		defer close(all)
		s.registry.Describe(all)
	}()
	catalogue := map[string]string{}
	for d := range all {
		if m := described.FindStringSubmatch(d.String()); m != nil {
			catalogue[m[1]], _ = strconv.Unquote(m[2])
		}
	}
	return catalogue
}
