package lobby

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
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

// deadlineRecorder notes when a response says that reading its request must end.
type deadlineRecorder struct {
	*httptest.ResponseRecorder
	readBy time.Time
}

func (w *deadlineRecorder) SetReadDeadline(t time.Time) error {
	w.readBy = t
	return nil
}

// A request may be answered late: by a machine that is slow, or because it waits for its turn, as daily runs do. A read
// deadline would cancel it then, for net/http reads on to hear whether the client is still there.
func TestARequestIsNotCancelledForItsAnswerIsLate(t *testing.T) {
	f := newFixture(t, 1000)
	for _, request := range [][2]string{{"POST", "/v1/guests"}, {"POST", "/v1/tickets"}, {"POST", "/v1/rooms"}, {"GET", "/v1/rooms"}, {"GET", "/v1/meta"}} {
		w := &deadlineRecorder{httptest.NewRecorder(), time.Now().Add(10 * time.Second)}
		body := ""
		if request[0] == "POST" {
			body = "{}"
		}
		f.handler.ServeHTTP(w, f.newRequest(request[0], request[1], body))
		if w.Code >= 300 || !w.readBy.IsZero() {
			t.Errorf("%s: %d, to be read by %v, want no such time", request, w.Code, w.readBy)
		}
	}
}
