package lobby

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write openapi.yaml anew")

// TestTheDocumentIsTheOneThatWasReviewed keeps the API from changing by accident.
func TestTheDocumentIsTheOneThatWasReviewed(t *testing.T) {
	w := newFixture(t, 1000).do("GET", DocumentPath+".yaml", "")
	if *update {
		if err := os.WriteFile("openapi.yaml", w.Body.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, reviewed := strings.Split(w.Body.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(reviewed)) {
		if i >= len(got) || i >= len(reviewed) || got[i] != reviewed[i] {
			t.Fatalf("line %d differs from openapi.yaml; run the test with -update and review the change:\ngot  %s\nwant %s", i+1, at(got, i), at(reviewed, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

func TestTheDocumentIsServed(t *testing.T) {
	f := newFixture(t, 1000)
	var doc struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal(f.do("GET", DocumentPath+".json", "").Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Errorf("document = %q, %v", doc.OpenAPI, err)
	}
	page := f.do("GET", docsPath, "")
	for path := range doc.Paths {
		if !strings.Contains(page.Body.String(), ">"+path+"<") {
			t.Errorf("the page lacks %s", path)
		}
	}
	for _, outside := range []string{"http:", "https:", "src=", "@import", "<script"} {
		if strings.Contains(page.Body.String(), outside) {
			t.Errorf("the page holds %q: it must need nothing but itself", outside)
		}
	}
	if page.Code != http.StatusOK || !strings.HasPrefix(page.Header().Get("Content-Type"), "text/html") {
		t.Errorf("page = %d %s", page.Code, page.Header().Get("Content-Type"))
	}
}
