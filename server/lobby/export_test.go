package lobby

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
)

func TestAPlayerTakesTheirDataAlong(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	now := time.Now().Truncate(time.Millisecond).UTC()
	for _, r := range []store.Report{
		{ID: "r1", At: now, Reporter: "p1", Accused: "p2", Name: "Grace", Reason: "abuse", Text: "see for yourself", Context: "what Grace said"},
		{ID: "r2", At: now, Reporter: "p2", Accused: "p1", Name: "Ada", Reason: "name", Text: "what Grace thinks"},
	} {
		if err := f.store.PutReport(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	res := f.doJSON("GET", "/v1/players/me/export", "")
	for _, secret := range []string{"p2", "what Grace", "r2"} {
		if strings.Contains(res.Body.String(), secret) {
			t.Errorf("the export tells %q, which is no business of Ada's", secret)
		}
	}
	if d := res.Header().Get("Content-Disposition"); !strings.Contains(d, "attachment") {
		t.Errorf("Content-Disposition = %q, want a browser to save it", d)
	}
	e := decodeAs[api.Export](t, res, http.StatusOK)
	if e.Profile.Name != "Ada" || e.Profile.Ratings[0].Score != 7 || len(e.Devices) != 1 || !e.Devices[0].ExpiresAt.After(now) || e.SeenAt.IsZero() {
		t.Errorf("export = %+v", e)
	}
	if len(e.Matches) != 1 || len(e.Matches[0].Lines) != 1 || e.Matches[0].Lines[0].Kills != 7 {
		t.Errorf("matches = %+v, want the one with the line of Ada", e.Matches)
	}
	if len(e.Reports) != 1 || e.Reports[0].Text != "see for yourself" || e.Reports[0].At != now || e.Reports[0].ClosedAt != nil {
		t.Errorf("reports = %+v, want the one that Ada made", e.Reports)
	}
	for range maxExports - 1 {
		decodeAs[api.Export](t, f.doJSON("GET", "/v1/players/me/export", ""), http.StatusOK)
	}
	if res := f.doJSON("GET", "/v1/players/me/export", ""); res.Code != http.StatusTooManyRequests || res.Header().Get("Retry-After") == "" {
		t.Errorf("one export too many = %d, want 429", res.Code)
	}
	decodeAs[api.Export](t, f.doJSON("GET", "/v1/players/me/export", "", "Authorization", "Bearer "+f.otherToken()), http.StatusOK) // who knows nothing of that
	if res := f.doJSON("GET", "/v1/players/me/export", "", "Authorization", ""); res.Code != http.StatusUnauthorized {
		t.Errorf("an export for nobody = %d, want 401", res.Code)
	}
}
