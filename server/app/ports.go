package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/net/httpx"
	"perihelion/server/net/listen"
	"perihelion/server/ops/admin"
	"perihelion/server/ops/config"
	"perihelion/server/ops/metrics"
	"perihelion/server/people/auth"
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
	players, err := a.openPort("HTTP_ADDR", a.cfg.HTTPAddr, a.listeners.Listen, a.listeners.WithHSTS(a.routes()))
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
	return nil
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
func (a *App) routes() http.Handler {
	a.lobby.Handle("GET "+lobby.PlayPath, a.sockets)

	health := http.NewServeMux()
	a.health().Register(health)

	all := http.NewServeMux()
	v1 := a.origins.CORS(a.lobby.Handler())
	all.Handle("/v1", v1) // otherwise the mux would redirect to /v1/, where nothing is
	all.Handle("/v1/", v1)
	all.Handle(lobby.KeysPath, v1)
	all.Handle("/healthz", httpx.WithProblems(health))
	all.Handle("/readyz", httpx.WithProblems(health))
	all.Handle("/", a.page)
	return httpx.WithBasePath(a.cfg.BasePath(), httpx.WithProblems(all))
}

// newAdmin makes the operator's side of the server.
func (a *App) newAdmin(signer *auth.Signer) error {
	token := a.cfg.AdminToken
	if token == "" && a.cfg.AdminAddr != config.Off {
		var err error
		if token, err = admin.LoadToken(a.cfg.DataDir); err != nil {
			return fmt.Errorf("%sDATA_DIR=%q: %w", config.Prefix, a.cfg.DataDir, err)
		}
	}
	waits := make([]string, 0, len(a.matchmaker.Queues()))
	for _, q := range a.matchmaker.Queues() {
		waits = append(waits, q.Name)
	}
	a.admin = admin.New(admin.Config{
		Token: token, Build: a.cfg.Build, Node: a.node, Region: a.cfg.Region, Budget: time.Second / time.Duration(a.cfg.TickRate),
		MaxPlayers: a.cfg.MaxPlayers, MaxRooms: a.cfg.MaxRooms,
		Rooms: a.rooms, Gate: a.gate, Bans: a.bans, Reports: a.store, Runs: a.daily, Replays: a.replays, Games: a.games, Queues: waits, Metrics: a.metrics,
		EnforceBans: a.enforcer.Apply, Drain: a.Stop, Draining: a.draining.Load, Store: a.storeState,
		GameURL:    func() string { here, _ := a.URLs(); return here },
		ReplayPass: func(match string) (string, time.Time) { return signer.IssueReplayPass(match, time.Now()) },
	}, a.log)
	return nil
}

// Stop asks the server to stop, like SIGTERM. It does not wait.
func (a *App) Stop() {
	select {
	case a.stopRequested <- struct{}{}:
	default: // requested already
	}
}

// storeState is the state of the database, for the operator.
func (a *App) storeState() string {
	if a.results.LastError() != nil {
		return "degraded"
	}
	return "ok"
}

// TokenFile is the file of the operator's token; empty if the token was set.
func (a *App) TokenFile() string {
	if a.cfg.AdminToken != "" {
		return ""
	}
	return filepath.Join(a.cfg.DataDir, admin.TokenFile)
}

// Metrics is all metrics of the server.
func (a *App) Metrics() *metrics.Set { return a.metrics }
