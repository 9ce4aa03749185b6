package config

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// The minimal retention times: results may still be waiting to be applied, and a player may
// come back as long as their token is valid.
const (
	minKeep        = 24 * time.Hour
	minKeepDaily   = 48 * time.Hour // the board of yesterday is shown
	MinKeepPlayers = 366 * 24 * time.Hour
)

// rule is a condition on several variables. It is reported for the first one.
type rule struct {
	vars   []string // without Prefix; the rule is skipped while one of them is invalid by itself
	broken bool
	value  any // of the first
	why    string
}

// checkRules adds errors about combinations of variables.
func checkRules(c *Config, bad map[string]error) {
	for _, r := range errorRules(c) {
		if r.applies(bad) && r.broken {
			name := Prefix + r.vars[0]
			bad[name] = variableError(name, fmt.Sprint(r.value), fmt.Errorf("%s", withPrefix(r.why)))
		}
	}
}

func (r *rule) applies(bad map[string]error) bool {
	for _, v := range r.vars {
		if bad[Prefix+v] != nil || bad[Prefix+v+fileSuffix] != nil {
			return false
		}
	}
	return true
}

// withPrefix replaces $ in a text by Prefix.
func withPrefix(text string) string { return strings.ReplaceAll(text, "$", Prefix) }

func errorRules(c *Config) []rule {
	return slices.Concat(portRules(c), fleetRules(c), []rule{
		{
			[]string{"SNAPSHOT_RATE", "TICK_RATE"},
			c.SnapshotRate > 0 && c.TickRate%c.SnapshotRate != 0, c.SnapshotRate,
			fmt.Sprintf("must divide $TICK_RATE, which is %d", c.TickRate),
		},
		{
			[]string{"MAX_CONNS", "MAX_PLAYERS"},
			c.MaxConns < c.MaxPlayers, c.MaxConns,
			fmt.Sprintf("every player needs a WebSocket, and $MAX_PLAYERS is %d; raise the one or lower the other", c.MaxPlayers),
		},
		{
			[]string{"MM_FILL_AFTER", "MM_TIMEOUT"},
			c.MMFillAfter > c.MMTimeout, c.MMFillAfter,
			fmt.Sprintf("no ticket waits so long: $MM_TIMEOUT is %v; the same value means that no bot ever comes", c.MMTimeout),
		},
		{
			[]string{"MM_TIMEOUT", "MM_INTERVAL"},
			c.MMTimeout < c.MMInterval, c.MMTimeout,
			fmt.Sprintf("a ticket would expire before the matchmaker has looked at it: $MM_INTERVAL is %v", c.MMInterval),
		},
		retentionRule("KEEP_MATCHES", c.KeepMatches, minKeep),
		retentionRule("KEEP_REPORTS", c.KeepReports, minKeep),
		retentionRule("KEEP_PLAYERS", c.KeepPlayers, MinKeepPlayers),
		retentionRule("KEEP_REPLAYS", c.KeepReplays, time.Hour),
		retentionRule("KEEP_DAILY", c.KeepDaily, minKeepDaily),
	})
}

// portRules are those of ports and their certificates.
func portRules(c *Config) []rule {
	return []rule{
		{
			[]string{"TLS_KEY_FILE", "TLS_CERT_FILE"},
			(c.TLSCertFile == "") != (c.TLSKeyFile == ""), c.TLSKeyFile,
			"$TLS_CERT_FILE and it come together or not at all",
		},
		{
			[]string{"TLS_AUTOCERT_HOSTS", "TLS_CERT_FILE"},
			c.TLSCertFile != "" && len(c.TLSAutocertHosts) > 0, c.TLSAutocertHosts,
			"there is a $TLS_CERT_FILE already; one of the two",
		},
		{
			[]string{"TLS_REDIRECT_ADDR", "TLS_CERT_FILE", "TLS_AUTOCERT_HOSTS"},
			c.TLSRedirectAddr != Off && !c.TLS(), c.TLSRedirectAddr,
			"there is no TLS to redirect to; set $TLS_CERT_FILE or $TLS_AUTOCERT_HOSTS",
		},
		{
			[]string{"ADMIN_ADDR", "ADMIN_TOKEN"},
			c.AdminToken == "" && !c.AdminLocal(), c.AdminAddr,
			"others can reach it: set $ADMIN_TOKEN, or listen on 127.0.0.1",
		},
	}
}

func retentionRule(name string, age, least time.Duration) rule {
	return rule{[]string{name}, age > 0 && age < least, age, fmt.Sprintf("must be 0s, which is for good, or at least %v", least)}
}

// AdminLocal reports whether the operator's listener can be reached from this machine only.
func (c *Config) AdminLocal() bool {
	if c.AdminAddr == Off {
		return true
	}
	host, _, err := net.SplitHostPort(c.AdminAddr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// ruleWarnings are settings that are allowed, but probably not intended.
func ruleWarnings(c *Config, bad map[string]error) (warnings []string) {
	for _, r := range slices.Concat(fleetWarnings(c), warningRules(c)) {
		if r.applies(bad) && r.broken {
			warnings = append(warnings, Prefix+r.vars[0]+" "+withPrefix(r.why))
		}
	}
	return warnings
}

func warningRules(c *Config) []rule {
	everyone := false
	for _, p := range c.TrustedProxies {
		everyone = everyone || p.Bits() == 0
	}
	seats := c.MaxRooms * c.RoomSeats
	need := c.MaxConns + c.MaxPlayers + c.LiveMaxConns + c.HTTPMaxConns + otherOpenFiles
	may := maxOpenFiles()
	return []rule{
		{[]string{"TRUSTED_PROXIES"}, everyone, nil, "holds every address: anyone can pretend to come from anywhere, and no limit per address holds"},
		{[]string{"ADMIN_ADDR"}, !c.AdminLocal(), nil, "can be reached by others and speaks plain HTTP: put TLS or a tunnel before it"},
		{[]string{"PUBLIC_URL", "TLS_CERT_FILE", "TLS_AUTOCERT_HOSTS"}, c.TLS() && strings.HasPrefix(c.PublicURL, "http:"), nil, "begins with http: but this server speaks TLS"},
		{[]string{"HTTP_MAX_CONNS_PER_IP"}, c.HTTPMaxConnsPerIP < 6, nil, "is less than the six connections that one browser opens"},
		{
			[]string{"MAX_PLAYERS", "MAX_ROOMS", "ROOM_SEATS"},
			c.MaxPlayers > seats, nil,
			fmt.Sprintf("is %d, and $MAX_ROOMS × $ROOM_SEATS is %d: so many will never find a seat", c.MaxPlayers, seats),
		},
		{[]string{"MAX_CONNS_PER_IP", "MAX_CONNS"}, c.MaxConnsPerIP > c.MaxConns, nil, "is more than $MAX_CONNS: one address can take every connection there is"},
		{[]string{"HTTP_MAX_CONNS_PER_IP", "HTTP_MAX_CONNS"}, c.HTTPMaxConnsPerIP > c.HTTPMaxConns, nil, "is more than $HTTP_MAX_CONNS: one address can take every connection there is"},
		{
			[]string{"MAX_CONNS", "LIVE_MAX_CONNS", "HTTP_MAX_CONNS"},
			may > 0 && uint64(max(need, 0)) > may, nil,
			fmt.Sprintf("+ $LIVE_MAX_CONNS + $HTTP_MAX_CONNS + $MAX_PLAYERS, for those whose connection broke, and a few need %d open files, and this process may have %d: raise that (LimitNOFILE= of systemd, ulimit -n) or lower them", need, may),
		},
	}
}

// otherOpenFiles are open files besides connections: of the database, its journal, results,
// replays, the page, listeners.
const otherOpenFiles = 64
