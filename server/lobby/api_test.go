package lobby

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestTheDocumentIsServed(t *testing.T) {
	f := newFixture(t, 1000)
	var doc struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal(f.doJSON("GET", DocumentPath+".json", "").Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Errorf("document = %q, %v", doc.OpenAPI, err)
	}
	page := f.doJSON("GET", docsPath, "")
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
