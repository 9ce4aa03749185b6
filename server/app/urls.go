package app

import (
	"net"
	"net/netip"
)

// URLs are the links to open: on this machine, and from others on its network.
func (a *App) URLs() (here string, elsewhere []string) {
	if a.cfg.PublicURL != "" {
		return a.cfg.PublicURL, nil
	}
	found, _ := net.InterfaceAddrs() // without them there is still this machine
	scheme := "http://"
	if a.listeners.HasTLS() {
		scheme = "https://"
	}
	return listenURLs(scheme, a.Addr().String(), found)
}

func listenURLs(scheme, listen string, interfaces []net.Addr) (here string, elsewhere []string) {
	at, err := netip.ParseAddrPort(listen)
	if err != nil || !at.Addr().IsUnspecified() {
		return scheme + listen, nil
	}
	for _, i := range interfaces {
		prefix, err := netip.ParsePrefix(i.String())
		if err != nil || !prefix.Addr().Is4() || prefix.Addr().IsLoopback() || prefix.Addr().IsLinkLocalUnicast() {
			continue // phones and people are bad at typing IPv6
		}
		elsewhere = append(elsewhere, scheme+netip.AddrPortFrom(prefix.Addr(), at.Port()).String())
	}
	return scheme + net.JoinHostPort("localhost", portOf(listen)), elsewhere
}

func portOf(hostport string) string {
	_, port, _ := net.SplitHostPort(hostport)
	return port
}
