package deploy

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// nginxSite is a site of nginx as most people configure one: with what WebSockets need, and
// these lines.
func nginxSite(port, dir string, lines ...string) string {
	return fmt.Sprintf(`
map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
server {
	listen 127.0.0.1:%s ssl;
	server_name localhost;
	ssl_certificate %s;
	ssl_certificate_key %s;
	proxy_http_version 1.1;
	proxy_buffering off;
	proxy_set_header Upgrade $http_upgrade;
	proxy_set_header Connection $connection_upgrade;
	%s
}
`, port, filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), strings.Join(lines, "\n\t"))
}

// TestProxiesAsOthersConfigureThemCarryEverything plays through proxies that rewrite Host,
// pass the player's address in other headers than the shipped files, or have the server
// below a path.
func TestProxiesAsOthersConfigureThemCarryEverything(t *testing.T) {
	tests := []struct {
		name, tool, path string
		settings         []string
		site             func(backend string) []string
		says             string // expected in the log; empty: the server knows the player's address
	}{
		{"nginx by default, which passes on neither Host nor address", "nginx", "", nil, func(backend string) []string {
			return []string{"location / { proxy_pass http://" + backend + "; }"}
		}, "a trusted proxy does not say for whom it speaks"},
		{"nginx' own header alone", "nginx", "", []string{"PROXY_HEADER=x-real-ip"}, func(backend string) []string {
			return []string{"proxy_set_header X-Real-IP $remote_addr;", "location / { proxy_pass http://" + backend + "; }"}
		}, ""},
		{"the header of RFC 7239 alone", "nginx", "", []string{"PROXY_HEADER=forwarded"}, func(backend string) []string {
			return []string{`proxy_set_header Forwarded "for=$remote_addr;proto=$scheme";`, "location / { proxy_pass http://" + backend + "; }"}
		}, ""},
		{"nginx, below a path that it passes on", "nginx", "/game", nil, func(backend string) []string {
			return []string{"proxy_set_header X-Forwarded-For $remote_addr;", "location /game/ { proxy_pass http://" + backend + "; }"}
		}, ""},
		{"nginx, below a path that it takes away", "nginx", "/game", nil, func(backend string) []string {
			return []string{"proxy_set_header X-Forwarded-For $remote_addr;", "location /game/ { proxy_pass http://" + backend + "/; }"}
		}, ""},
		{"caddy, below a path that it passes on", "caddy", "/game", nil, func(backend string) []string {
			return []string{"localhost {", "handle /game* {", "reverse_proxy " + backend, "}", "}"}
		}, ""},
		{"caddy, below a path that it takes away", "caddy", "/my/game", nil, func(backend string) []string {
			return []string{"localhost {", "redir /my/game /my/game/?{query}", "handle_path /my/game/* {", "reverse_proxy " + backend, "}", "}"}
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			requireTool(t, tt.tool)
			port := freePort(t)
			server, log := startProxiedServer(t, append([]string{"PUBLIC_URL=https://localhost:" + port + tt.path}, tt.settings...)...)
			f := proxies[tt.tool](t, port, func(dir string) string {
				if tt.tool == "nginx" {
					return nginxSite(port, dir, tt.site(server)...)
				}
				return strings.Join(tt.site(server), "\n") + "\n"
			})
			f.path = tt.path
			f.checkPage(t)
			if tt.path != "" {
				f.checkRedirect(t)
			}
			f.checkEventStream(t)
			f.checkMatch(t)
			if tt.says == "" {
				checkClientAddress(t, log)
			} else if !strings.Contains(log.String(), tt.says) {
				t.Errorf("the log does not say %q", tt.says)
			}
		})
	}
}
