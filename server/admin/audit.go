package admin

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"perihelion/server/httpx"
	"perihelion/shared/protocol"
)

// remembered is how many deeds the page shows; the log has them all.
const remembered = 200

// AuditEntry is something that an operator did.
type AuditEntry struct {
	At     time.Time `json:"at"`
	Who    string    `json:"who"` // as they call themselves, and where from
	What   string    `json:"what"`
	Whom   string    `json:"whom,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

// audit remembers the last deeds.
type audit struct {
	mu      sync.Mutex
	entries []AuditEntry // newest first
}

// record notes a deed, in the log as well.
func (a *Admin) record(w http.ResponseWriter, r *http.Request, what, whom, detail string) {
	d := AuditEntry{At: time.Now().UTC(), Who: who(r), What: what, Whom: whom, Detail: detail}
	a.log.Info("operator "+what, "request", w.Header().Get(httpx.RequestID), "who", d.Who, slog.String("whom", whom), "detail", detail)
	a.audit.mu.Lock()
	defer a.audit.mu.Unlock()
	a.audit.entries = slices.Insert(a.audit.entries, 0, d)
	a.audit.entries = a.audit.entries[:min(len(a.audit.entries), remembered)]
}

func (a *audit) list() []AuditEntry {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]AuditEntry{}, a.entries...)
}

// who is how operators who share a token tell themselves apart: a name in the
// header X-Operator, which is believed, and their address.
func who(r *http.Request) string {
	from := httpx.Proxies{}.Client(r).String()
	name, err := protocol.CleanName(r.Header.Get("X-Operator"))
	if err != nil || strings.TrimSpace(name) == "" {
		return from
	}
	return name + " from " + from
}
