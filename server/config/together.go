package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// What is kept at all is kept for at least so long: results may still be on their
// way, and a player whose token is good may come back.
const (
	minKeep        = 24 * time.Hour
	MinKeepPlayers = 366 * 24 * time.Hour
)

// crossCheck looks at what only two variables together can get wrong.
func crossCheck(c *Config, bad map[string]error) {
	refuse := func(name, value, format string, args ...any) {
		bad[Prefix+name] = wrong(Prefix+name, value, fmt.Errorf(format, args...))
	}
	if c.TickRate%c.SnapshotRate != 0 {
		refuse("SNAPSHOT_RATE", fmt.Sprint(c.SnapshotRate), "must divide %sTICK_RATE, which is %d", Prefix, c.TickRate)
	}
	if (c.TLSCertFile == "") != (c.TLSKeyFile == "") {
		refuse("TLS_KEY_FILE", c.TLSKeyFile, "%sTLS_CERT_FILE and it come together or not at all", Prefix)
	}
	if c.TLSCertFile != "" && len(c.TLSAutocertHosts) > 0 {
		refuse("TLS_AUTOCERT_HOSTS", fmt.Sprint(c.TLSAutocertHosts), "there is a %sTLS_CERT_FILE already; one of the two", Prefix)
	}
	if c.TLSRedirectAddr != Off && !c.TLS() {
		refuse("TLS_REDIRECT_ADDR", c.TLSRedirectAddr, "there is no TLS to redirect to; set %sTLS_CERT_FILE or %sTLS_AUTOCERT_HOSTS", Prefix, Prefix)
	}
	for _, keep := range []struct {
		name     string
		age, min time.Duration
	}{{"KEEP_MATCHES", c.KeepMatches, minKeep}, {"KEEP_REPORTS", c.KeepReports, minKeep}, {"KEEP_PLAYERS", c.KeepPlayers, MinKeepPlayers}} {
		if keep.age > 0 && keep.age < keep.min {
			refuse(keep.name, keep.age.String(), "must be 0s, which is for good, or at least %v", keep.min)
		}
	}
	if c.AdminToken == "" && !c.AdminLocal() {
		bad[Prefix+"ADMIN_ADDR"] = wrong(Prefix+"ADMIN_ADDR", c.AdminAddr,
			errors.New("others can reach it: set "+Prefix+"ADMIN_TOKEN, or listen on 127.0.0.1"))
	}
}

// AdminLocal tells whether only this machine reaches the operator's listener.
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

// doubts are settings that do what they say, and may not be what was meant.
func doubts(c *Config) (warnings []string) {
	doubt := func(when bool, text string) {
		if when {
			warnings = append(warnings, text)
		}
	}
	everyone := false
	for _, p := range c.TrustedProxies {
		everyone = everyone || p.Bits() == 0
	}
	doubt(everyone, Prefix+"TRUSTED_PROXIES holds every address: anyone can pretend to come from anywhere, and no limit per address holds")
	doubt(!c.AdminLocal(), Prefix+"ADMIN_ADDR can be reached by others and speaks plain HTTP: put TLS or a tunnel before it")
	doubt(c.TLS() && len(c.PublicURL) > 5 && c.PublicURL[:5] == "http:", Prefix+"PUBLIC_URL begins with http: but this server speaks TLS")
	doubt(c.HTTPMaxConnsPerIP < 6, Prefix+"HTTP_MAX_CONNS_PER_IP is less than the six connections that one browser opens")
	return warnings
}
