package app

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"

	"perihelion/server/config"
	"perihelion/server/httpx"
	"perihelion/server/listen"
	"perihelion/server/panics"
)

// port is a listener and what it serves.
type port struct {
	server   *http.Server
	listener net.Listener
}

// door is what players come by.
func listenConfig(cfg config.Config) listen.Config {
	dir := cfg.TLSAutocertDir
	if dir == "" {
		dir = filepath.Join(cfg.DataDir, "autocert")
	}
	return listen.Config{
		CertFile: cfg.TLSCertFile, KeyFile: cfg.TLSKeyFile,
		Hosts: cfg.TLSAutocertHosts, CacheDir: dir, Email: cfg.TLSAutocertEmail, Directory: cfg.TLSAutocertURL,
		HSTS: cfg.TLSHSTS,
	}
}

// listen takes the ports. On an error New gives back those it took.
func (a *App) openPorts() error {
	caps := listen.NewConnLimits(a.cfg.HTTPMaxConns, a.cfg.HTTPMaxConnsPerIP, proxies(a.cfg), a.metrics.Listeners)
	players, err := a.openPort("HTTP_ADDR", a.cfg.HTTPAddr, a.listeners.Listen, a.listeners.WithHSTS(a.routes()))
	if err != nil {
		return err
	}
	players.ConnState = a.connState(caps)
	if a.cfg.TLSRedirectAddr != config.Off {
		plain, err := a.openPort("TLS_REDIRECT_ADDR", a.cfg.TLSRedirectAddr, listenPlainly, a.listeners.Redirect(a.tlsPort()))
		if err != nil {
			return err
		}
		plain.ConnState = a.connState(caps)
	}
	if a.cfg.AdminAddr != config.Off {
		if _, err := a.openPort("ADMIN_ADDR", a.cfg.AdminAddr, listenPlainly, a.adminRoutes()); err != nil {
			return err
		}
		a.operator = a.ports[len(a.ports)-1].listener.Addr()
	}
	return nil
}

// track is caps.Track for http.Server, which calls it where a panic would end the
// process: where it accepts connections.
func (a *App) connState(caps *listen.ConnLimits) func(net.Conn, http.ConnState) {
	guard := a.metrics.Guard()
	return func(c net.Conn, state http.ConnState) {
		defer guard.Recover(panics.Connection, a.log, func() { httpx.ResetClose(c) })
		caps.Track(c, state)
	}
}

// open takes the address that a variable names.
func (a *App) openPort(variable, addr string, bind func(addr string) (net.Listener, error), h http.Handler) (*http.Server, error) {
	l, err := bind(addr)
	if err != nil {
		return nil, fmt.Errorf("%s%s=%q: %w", config.Prefix, variable, addr, err)
	}
	a.ports = append(a.ports, port{a.middleware.NewServer(h), listen.LogAcceptErrors(l, a.metrics.Listeners, a.log)})
	return a.ports[len(a.ports)-1].server, nil
}

func listenPlainly(addr string) (net.Listener, error) { return net.Listen("tcp", addr) }

// tlsPort is where browsers find TLS, as seen from outside.
func (a *App) tlsPort() string {
	u, err := url.Parse(a.cfg.PublicURL)
	switch {
	case err == nil && u.Port() != "":
		return u.Port()
	case a.cfg.PublicURL != "":
		return "443"
	}
	return portOf(a.Addr().String())
}

// Addr is where players connect.
func (a *App) Addr() net.Addr { return a.ports[0].listener.Addr() }

// AdminAddr is where the operator connects, or nil.
func (a *App) AdminAddr() net.Addr { return a.operator }

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
	return listen.URLs(scheme, a.Addr().String(), found)
}

func portOf(hostport string) string {
	_, port, _ := net.SplitHostPort(hostport)
	return port
}
