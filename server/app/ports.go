package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"

	"perihelion/server/lobby"
	"perihelion/server/net/httpx"
	"perihelion/server/net/listen"
	"perihelion/server/ops/config"
	"perihelion/server/ops/metrics"
)

// port is a listener and its HTTP server.
type port struct {
	server   *http.Server
	listener net.Listener
}

// loadCertificates reads the certificates, or prepares to get some.
func (a *App) loadCertificates() (err error) {
	if a.listeners, err = listen.New(listenConfig(a.cfg), a.log); err != nil {
		return fmt.Errorf("%sTLS_CERT_FILE: %w", config.Prefix, err)
	}
	a.metrics.RegisterCertificateExpiry(a.listeners.Expiry)
	return nil
}

// listenConfig is the configuration of package listen.
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

// openPorts opens the ports. On an error New closes them.
func (a *App) openPorts() error {
	limits := listen.NewConnLimits(listen.LimitsConfig{
		Max: a.cfg.HTTPMaxConns, PerAddr: a.cfg.HTTPMaxConnsPerIP, Proxies: proxies(a.cfg),
		Metrics: a.metrics.Listeners, Panics: a.metrics.Guard(), Log: a.log,
	})
	routes, err := a.routes()
	if err != nil {
		return err
	}
	players, err := a.openPort("HTTP_ADDR", a.cfg.HTTPAddr, a.listeners.Listen, a.listeners.WithHSTS(routes))
	if err != nil {
		return err
	}
	players.ConnState = limits.Track
	if a.cfg.TLSRedirectAddr != config.Off {
		plain, err := a.openPort("TLS_REDIRECT_ADDR", a.cfg.TLSRedirectAddr, listenPlainly, a.listeners.Redirect(listen.TLSPort(a.cfg.PublicURL, a.Addr().String())))
		if err != nil {
			return err
		}
		plain.ConnState = limits.Track
	}
	if a.cfg.AdminAddr != config.Off {
		if _, err := a.openPort("ADMIN_ADDR", a.cfg.AdminAddr, listenPlainly, a.admin.Handler(a.cfg.AdminLocal(), a.metrics.Handler(), a.health().Register)); err != nil {
			return err
		}
		a.operator = a.ports[len(a.ports)-1].listener.Addr()
	}
	return a.openDatagrams()
}

// openPort listens on the address in a variable.
func (a *App) openPort(variable, addr string, bind func(addr string) (net.Listener, error), h http.Handler) (*http.Server, error) {
	l, err := bind(addr)
	if err != nil {
		return nil, fmt.Errorf("%s%s=%q: %w", config.Prefix, variable, addr, err)
	}
	a.ports = append(a.ports, port{a.middleware.NewServer(h), listen.LogAcceptErrors(l, a.metrics.Listeners, a.log)})
	return a.ports[len(a.ports)-1].server, nil
}

func listenPlainly(addr string) (net.Listener, error) { return net.Listen("tcp", addr) }

// Addr is the address for players.
func (a *App) Addr() net.Addr { return a.ports[0].listener.Addr() }

// AdminAddr is the address for the operator, or nil.
func (a *App) AdminAddr() net.Addr { return a.operator }

// URLs are links to the server, from this machine and from others on its networks.
func (a *App) URLs() (here string, elsewhere []string) {
	if a.cfg.PublicURL != "" {
		return a.cfg.PublicURL, nil
	}
	found, _ := net.InterfaceAddrs() // on an error there is only localhost
	scheme := "http://"
	if a.listeners.HasTLS() {
		scheme = "https://"
	}
	return listen.URLs(scheme, a.Addr().String(), found)
}

// proxies are the trusted proxies.
func proxies(cfg config.Config) httpx.Proxies {
	p := httpx.Proxies{Networks: cfg.TrustedProxies}
	if cfg.ProxyHeader != config.Auto {
		p.Header = http.CanonicalHeaderKey(cfg.ProxyHeader)
	}
	return p
}

// newOrigins are the origins of pages that may play here.
func newOrigins(cfg config.Config, log *slog.Logger) *httpx.Origins {
	return &httpx.Origins{Public: cfg.PublicURL, Listed: cfg.AllowedOrigins, Setting: config.Setting("ALLOWED_ORIGINS", cfg.AllowedOrigins), PublicSetting: config.Prefix + "PUBLIC_URL=", Log: log}
}

// newMiddleware wraps all handlers.
func newMiddleware(cfg config.Config, m *metrics.Set, log *slog.Logger) *httpx.Middleware {
	return &httpx.Middleware{
		Proxies: proxies(cfg), Setting: config.Setting("TRUSTED_PROXIES", cfg.TrustedProxies), HeaderSetting: config.Prefix + "PROXY_HEADER=",
		Metrics: m.Requests, Guard: m.Guard(), Log: log,
	}
}

// routes are the handlers for players.
func (a *App) routes() (http.Handler, error) {
	a.lobby.Handle("GET "+lobby.PlayPath, a.sockets)

	health := http.NewServeMux()
	a.health().Register(health)

	all := http.NewServeMux()
	answers, err := a.shared(a.lobbyHandler())
	if err != nil {
		return nil, err
	}
	v1 := a.origins.CORS(answers)
	all.Handle("/v1", v1) // otherwise the mux would redirect to /v1/, where nothing is
	all.Handle("/v1/", v1)
	all.Handle(lobby.KeysPath, v1)
	all.Handle("/healthz", httpx.WithProblems(health))
	all.Handle("/readyz", httpx.WithProblems(health))
	all.Handle("/", a.page)
	return httpx.WithBasePath(a.cfg.NodePath(), httpx.WithBasePath(a.cfg.BasePath(), httpx.WithProblems(all))), nil
}

// lobbyHandler answers all requests below /v1, or on a server that is no lobby those of players
// who have a seat.
func (a *App) lobbyHandler() http.Handler {
	if a.cfg.Roles.Has(config.RoleLobby) {
		return a.lobby.Handler()
	}
	play := http.NewServeMux()
	play.Handle("GET "+lobby.PlayPath, a.sockets)
	return httpx.WithProblems(play)
}

// Metrics is all metrics of the server.
func (a *App) Metrics() *metrics.Set { return a.metrics }
