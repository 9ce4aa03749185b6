package app

import (
	"log/slog"
	"net/http"

	"perihelion/server/config"
	"perihelion/server/httpx"
	"perihelion/server/lobby"
	"perihelion/server/metrics"
)

// proxies are those that are believed, and what they say.
func proxies(cfg config.Config) httpx.Proxies {
	p := httpx.Proxies{Networks: cfg.TrustedProxies}
	if cfg.ProxyHeader != config.Auto {
		p.Header = http.CanonicalHeaderKey(cfg.ProxyHeader)
	}
	return p
}

// newOrigins are the pages that may play here.
func newOrigins(cfg config.Config, log *slog.Logger) *httpx.Origins {
	setting := config.Prefix + "ALLOWED_ORIGINS="
	for _, o := range cfg.AllowedOrigins {
		setting += o + ","
	}
	return &httpx.Origins{Public: cfg.PublicURL, Listed: cfg.AllowedOrigins, Setting: setting, PublicSetting: config.Prefix + "PUBLIC_URL=", Log: log}
}

// newFront is what all requests pass.
func newMiddleware(cfg config.Config, m *metrics.Set, log *slog.Logger) *httpx.Middleware {
	setting := config.Prefix + "TRUSTED_PROXIES="
	for _, p := range cfg.TrustedProxies {
		setting += p.String() + ","
	}
	return &httpx.Middleware{
		Proxies: proxies(cfg), Setting: setting, HeaderSetting: config.Prefix + "PROXY_HEADER=",
		Metrics: m.Requests, Guard: m.Guard(), Log: log,
	}
}

// routes is everything that players see.
func (a *App) routes() http.Handler {
	a.lobby.Handle("GET "+lobby.PlayPath, a.sockets)

	health := http.NewServeMux()
	a.health().Register(health)

	all := http.NewServeMux()
	v1 := a.origins.CORS(a.lobby.Handler())
	all.Handle("/v1", v1) // or the mux would lead from there to /v1/, where nothing is
	all.Handle("/v1/", v1)
	all.Handle("/healthz", httpx.WithProblems(health))
	all.Handle("/readyz", httpx.WithProblems(health))
	all.Handle("/", a.page)
	return httpx.WithBasePath(a.cfg.BasePath(), httpx.WithProblems(all))
}
