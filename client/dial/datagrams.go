package dial

import (
	"net"
	"net/url"
	"strconv"

	"perihelion/shared/protocol"
)

// datagramURL is where to open what o offers.
func datagramURL(o protocol.Offer) *url.URL {
	return &url.URL{
		Scheme: "https", Host: net.JoinHostPort(o.Host, strconv.Itoa(int(o.Port))), Path: o.Path,
		RawQuery: url.Values{"token": {o.Token}}.Encode(),
	}
}

// HostOf is the host of a WebSocket's URL, for an offer that names none.
func HostOf(socket string) string {
	u, err := url.Parse(socket)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
