package admin

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"perihelion/server/net/httpx"
	"perihelion/shared/protocol"
)

// maxAuditEntries is how many entries the page shows; the log has all.
const maxAuditEntries = 200

// AuditEntry is an action of an operator.
type AuditEntry struct {
	At     time.Time `json:"at"`
	Who    string    `json:"who"` // name that the operator gave, and address
	What   string    `json:"what"`
	Whom   string    `json:"whom,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

// auditLog keeps the latest actions in memory.
type auditLog struct {
	mu      sync.Mutex
	entries []AuditEntry // newest first
}

// recordAction adds an action to the audit log and to the server log, with when and by whom.
func (a *Admin) recordAction(w http.ResponseWriter, r *http.Request, d AuditEntry) {
	d.At, d.Who = time.Now().UTC(), operatorName(r)
	a.log.Info("operator "+d.What, "request", w.Header().Get(httpx.RequestID), "who", d.Who, slog.String("whom", d.Whom), "detail", d.Detail)
	a.audit.mu.Lock()
	defer a.audit.mu.Unlock()
	a.audit.entries = slices.Insert(a.audit.entries, 0, d)
	a.audit.entries = a.audit.entries[:min(len(a.audit.entries), maxAuditEntries)]
}

func (a *auditLog) latestEntries() []AuditEntry {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]AuditEntry{}, a.entries...)
}

// operatorName distinguishes operators who share a token: by the header X-Operator, which
// is not verified, and by their address.
func operatorName(r *http.Request) string {
	from := httpx.Proxies{}.Client(r).String()
	name, err := protocol.CleanName(r.Header.Get("X-Operator"))
	if err != nil || strings.TrimSpace(name) == "" {
		return from
	}
	return name + " from " + from
}
