package harness

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Targets are servers to load, by their URLs with commas between. Those that may belong to somebody else
// are refused, unless remote ones are permitted.
func Targets(urls string, remote bool) ([]string, error) {
	all := strings.Split(urls, ",")
	for _, target := range all {
		u, err := url.Parse(target)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("-url=%q: must look like http://127.0.0.1:8080, or several of that with commas between", target)
		}
		if !remote && !isLoopback(u.Hostname()) {
			return nil, fmt.Errorf("%s is not this machine; -allow-remote if it is yours to load", net.JoinHostPort(u.Hostname(), u.Port()))
		}
	}
	return all, nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
