package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestLoadDefaults(t *testing.T) {
	c, warnings, err := Load([]string{"PATH=/bin"})
	if err != nil || len(warnings) != 0 {
		t.Fatalf("Load of nothing = %v, warnings %q; want neither", err, warnings)
	}
	if c.HTTPAddr != ":8080" || c.TickRate != 60 || c.Interval() != 2 || c.ReconnectWindow != 20*time.Second {
		t.Errorf("defaults = %+v", c)
	}
}

func TestAServerOfAFleet(t *testing.T) {
	c, warnings, err := Load([]string{
		"PERIHELION_NATS_URL=nats://localhost:4222", "PERIHELION_DATABASE_URL=postgres://u:p@h/d", "PERIHELION_PUBLIC_URL=https://a.b/game",
		"PERIHELION_NODE_URL=https://a.b/game/n/n1", "PERIHELION_ROLES=node, NODE", "PERIHELION_REPLAY_URL=file:///r", "PERIHELION_SIGNING_KEY=k",
	})
	if err != nil || len(warnings) != 0 || c.Roles.Has(RoleLobby) || !c.Roles.Has(RoleNode) || c.BasePath() != "/game" || c.NodePath() != "/game/n/n1" {
		t.Errorf("%v %q, roles %q, paths %q and %q", err, warnings, c.Roles, c.BasePath(), c.NodePath())
	}
	if _, warnings, _ = Load([]string{"PERIHELION_NATS_URL=nats://localhost:4222", "PERIHELION_DATABASE_URL=postgres://u:p@h/d", "PERIHELION_PUBLIC_URL=https://a.b"}); len(warnings) != 3 {
		t.Errorf("warnings %q, want one each for NODE_URL, REPLAY_URL and SIGNING_KEY", warnings)
	}
}

func TestLoadReadsEveryKindOfValue(t *testing.T) {
	c, _, err := Load([]string{
		"PERIHELION_TICK_RATE=120",
		"PERIHELION_SNAPSHOT_RATE=40",
		"PERIHELION_ADMIN_ADDR=off",
		"PERIHELION_PUBLIC_URL=https://play.example.com",
		"PERIHELION_TRUSTED_PROXIES=10.1.2.3/8, ::1",
		"PERIHELION_ALLOWED_ORIGINS=https://Example.com,http://localhost:3000",
		"PERIHELION_DRAIN_TIMEOUT=0s",
		"PERIHELION_FRAME_ANCESTORS='self', https://*.Portal.example:8443/",
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := (FrameAncestors{"'self'", "https://*.portal.example:8443"}); !reflect.DeepEqual(c.FrameAncestors, want) {
		t.Errorf("frames = %q, want %q", c.FrameAncestors, want)
	}
	var proxies []string
	for _, p := range c.TrustedProxies {
		proxies = append(proxies, p.String())
	}
	if want := []string{"10.0.0.0/8", "::1/128"}; !reflect.DeepEqual(proxies, want) {
		t.Errorf("proxies = %q, want %q", proxies, want)
	}
	if want := (Origins{"https://example.com", "http://localhost:3000"}); !reflect.DeepEqual(c.AllowedOrigins, want) {
		t.Errorf("origins = %q, want %q", c.AllowedOrigins, want)
	}
	if c.Interval() != 3 || c.AdminAddr != Off || c.DrainTimeout != 0 {
		t.Errorf("config = %+v", c)
	}
}

func TestLoadNamesEveryBadVariable(t *testing.T) {
	tests := []struct {
		name string
		set  []string
		want []string
	}{
		{"a word where a number belongs", []string{"TICK_RATE=fast"}, []string{`PERIHELION_TICK_RATE="fast": must be a whole number from 10 to 120`}},
		{"a number beyond the range", []string{"TICK_RATE=1000"}, []string{`PERIHELION_TICK_RATE="1000": must be a whole number from 10 to 120`}},
		{"a duration without a unit", []string{"TICKET_TTL=30"}, []string{`PERIHELION_TICKET_TTL="30": must be a duration from 1s to 5m, such as 30s`}},
		{"a duration beyond the range", []string{"TICKET_TTL=1h"}, []string{`PERIHELION_TICKET_TTL="1h": must be a duration`}},
		{"neither yes nor no", []string{"MIGRATE_ON_START=maybe"}, []string{`PERIHELION_MIGRATE_ON_START="maybe": must be true or false`}},
		{"an unknown word", []string{"LOG_LEVEL=loud"}, []string{`PERIHELION_LOG_LEVEL="loud": must be one of debug, info, warn, error`}},
		{"an address without a port", []string{"HTTP_ADDR=localhost"}, []string{`PERIHELION_HTTP_ADDR="localhost": must be host:port or :port`}},
		{"off where it makes no sense", []string{"HTTP_ADDR=off"}, []string{`PERIHELION_HTTP_ADDR="off": must be host:port`}},
		{"a port that is none", []string{"ADMIN_ADDR=:99999"}, []string{`PERIHELION_ADMIN_ADDR=":99999": must be host:port, :port or off, and "99999" is no port`}},
		{"a URL with a query", []string{"PUBLIC_URL=https://a.b/c?d"}, []string{`PERIHELION_PUBLIC_URL="https://a.b/c?d": must be like https://`}},
		{"a URL with a path that can be written in two ways", []string{"PUBLIC_URL=https://a.b/c%20d"}, []string{`PERIHELION_PUBLIC_URL="https://a.b/c%20d": must be like https://`}},
		{"a URL with a path that leads elsewhere", []string{"PUBLIC_URL=https://a.b/c/../d"}, []string{`PERIHELION_PUBLIC_URL="https://a.b/c/../d": must be like https://`}},
		{"a URL with a path of the server's own", []string{"PUBLIC_URL=https://a.b/v1/game"}, []string{`PERIHELION_PUBLIC_URL="https://a.b/v1/game": must be like https://`}},
		{"a URL without a scheme", []string{"PUBLIC_URL=a.b/c"}, []string{`PERIHELION_PUBLIC_URL="a.b/c": must be like https://`}},
		{"several servers on a SQLite file", []string{"NATS_URL=nats://localhost:4222", "PUBLIC_URL=https://a.b"}, []string{`PERIHELION_NATS_URL="…": servers that meet there share a database, and SQLite is a file of one server: set PERIHELION_DATABASE_URL`}},
		{"several servers that nobody can reach", []string{"NATS_URL=tls://a:4222,tls://b:4222", "DATABASE_URL=postgres://u:p@h/d"}, []string{`PERIHELION_PUBLIC_URL="": each of several servers`}},
		{"NATS by another name", []string{"NATS_URL=localhost:4222", "DATABASE_URL=postgres://u:p@h/d"}, []string{`PERIHELION_NATS_URL="…": must be like nats://user:password@host:4222`}},
		{"half a server, alone", []string{"ROLES=lobby"}, []string{`PERIHELION_ROLES="lobby": a server that is alone has both roles, lobby,node`}},
		{"a role that there is not", []string{"ROLES=lobby,king"}, []string{`PERIHELION_ROLES="lobby,king": "king" is no role: there are lobby and node`}},
		{"the address of one of many, alone", []string{"NODE_URL=https://a.b/n/n1"}, []string{`PERIHELION_NODE_URL="https://a.b/n/n1": only one of several servers`}},
		{"credentials for nothing", []string{"NATS_CREDS_FILE=a.creds"}, []string{`PERIHELION_NATS_CREDS_FILE="a.creds": there is no PERIHELION_NATS_URL to use it for`}},
		{"a header that no proxy writes", []string{"PROXY_HEADER=via"}, []string{`PERIHELION_PROXY_HEADER="via": must be one of auto, x-forwarded-for, forwarded, x-real-ip`}},
		{"a frame without scheme", []string{"FRAME_ANCESTORS=self,portal.example"}, []string{`PERIHELION_FRAME_ANCESTORS="self,portal.example": "portal.example" is not an origin such as https://portal.example`}},
		{"a frame with a path", []string{"FRAME_ANCESTORS=https://portal.example/games"}, []string{`"https://portal.example/games" is not an origin`}},
		{"a frame that is more policy than page", []string{"FRAME_ANCESTORS=https://portal.example;script-src"}, []string{`"https://portal.example;script-src" is not an origin`}},
		{"nobody, and somebody", []string{"FRAME_ANCESTORS=none,https://portal.example"}, []string{`"none" is not an origin`}},
		{"a proxy by name", []string{"TRUSTED_PROXIES=10.0.0.1,proxy"}, []string{`PERIHELION_TRUSTED_PROXIES="10.0.0.1,proxy": "proxy" is not a network`}},
		{"a name that no host has", []string{"NODE_ID=Node_1"}, []string{`PERIHELION_NODE_ID="Node_1": must be 1 to 32 lower case letters`}},
		{"a name that ends in a hyphen", []string{"REGION=eu-"}, []string{`PERIHELION_REGION="eu-": must be 1 to 32 lower case letters`}},
		{"an origin without scheme", []string{"ALLOWED_ORIGINS=example.com"}, []string{`PERIHELION_ALLOWED_ORIGINS="example.com": "example.com" is not an origin`}},
		{"rates that do not divide", []string{"SNAPSHOT_RATE=25"}, []string{`PERIHELION_SNAPSHOT_RATE="25": must divide PERIHELION_TICK_RATE, which is 60`}},
		{"a secret that can be guessed, which is not repeated", []string{"ADMIN_TOKEN=hunter2"}, []string{`PERIHELION_ADMIN_TOKEN="…": must be 16 characters or more`}},
		{"an operator's page for all, without a token", []string{"ADMIN_ADDR=:9090"}, []string{`PERIHELION_ADMIN_ADDR=":9090": others can reach it: set PERIHELION_ADMIN_TOKEN`}},
		{"a certificate without its key", []string{"TLS_CERT_FILE=a.pem"}, []string{`PERIHELION_TLS_KEY_FILE="": PERIHELION_TLS_CERT_FILE and it come together`}},
		{"two sources of certificates", []string{"TLS_CERT_FILE=a", "TLS_KEY_FILE=b", "TLS_AUTOCERT_HOSTS=a.example"}, []string{`PERIHELION_TLS_AUTOCERT_HOSTS="[a.example]": there is a PERIHELION_TLS_CERT_FILE already`}},
		{"a certificate for an address", []string{"TLS_AUTOCERT_HOSTS=192.0.2.1"}, []string{`PERIHELION_TLS_AUTOCERT_HOSTS="192.0.2.1": "192.0.2.1" is not a host name`}},
		{"a redirect to nowhere", []string{"TLS_REDIRECT_ADDR=:80"}, []string{`PERIHELION_TLS_REDIRECT_ADDR=":80": there is no TLS to redirect to`}},
		{"matches that go before their results are in", []string{"KEEP_MATCHES=1h"}, []string{`PERIHELION_KEEP_MATCHES="1h0m0s": must be 0s, which is for good, or at least 24h0m0s`}},
		{"players who go before their tokens", []string{"KEEP_PLAYERS=8000h"}, []string{`PERIHELION_KEEP_PLAYERS="8000h0m0s": must be 0s, which is for good, or at least 8784h0m0s`}},
		{"a round of half a second", []string{"ROUND_TIME=90500ms"}, []string{`PERIHELION_ROUND_TIME="90500ms": must be a multiple of 1s`}},
		{"a host that nobody knows", []string{"HTTP_ADDR=nowhere.invalid:80"}, []string{`the host "nowhere.invalid" is not known here`}},
		{"fewer connections than players", []string{"MAX_CONNS=1000"}, []string{`PERIHELION_MAX_CONNS="1000": every player needs a WebSocket, and PERIHELION_MAX_PLAYERS is 1024`}},
		{"bots that come after the end", []string{"MM_TIMEOUT=5s"}, []string{`PERIHELION_MM_FILL_AFTER="10s": no ticket waits so long: PERIHELION_MM_TIMEOUT is 5s`}},
		{"tickets that nobody looks at", []string{"MM_TIMEOUT=1s", "MM_INTERVAL=2s", "MM_FILL_AFTER=1s"}, []string{`PERIHELION_MM_TIMEOUT="1s": a ticket would expire before`}},
		{"wrong by themselves and together", []string{"TICK_RATE=fast", "MAX_CONNS=1000", "SNAPSHOT_RATE=7"}, []string{"PERIHELION_TICK_RATE=", "PERIHELION_MAX_CONNS="}},
		{"several at once", []string{"MAX_ROOMS=0", "MAX_CONNS=x", "LOG_FORMAT=xml"}, []string{"PERIHELION_MAX_ROOMS=", "PERIHELION_MAX_CONNS=", "PERIHELION_LOG_FORMAT="}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var environ []string
			for _, s := range tt.set {
				environ = append(environ, Prefix+s)
			}
			_, _, err := Load(environ)
			if err == nil {
				t.Fatalf("Load(%q) is content", tt.set)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error = %q, want it to contain %q", err, want)
				}
			}
			if got := strings.Count(err.Error(), "\n") + 1; got != len(tt.want) {
				t.Errorf("%d complaints, want %d: %v", got, len(tt.want), err)
			}
		})
	}
}

func TestLoadWarnsOfMisspeltVariables(t *testing.T) {
	_, warnings, err := Load([]string{"PERIHELION_TICKRATE=60", "PERIHELION_COLOUR=red"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"PERIHELION_COLOUR is not a variable of this server",
		"PERIHELION_TICKRATE is not a variable of this server; did you mean PERIHELION_TICK_RATE?",
	}
	if !reflect.DeepEqual(warnings, want) {
		t.Errorf("warnings = %q, want %q", warnings, want)
	}
}

func TestLoadWarnsOfWhatIsAllowedAndUnwise(t *testing.T) {
	tests := []struct {
		name string
		set  []string
		want string
	}{
		{"proxies are everybody", []string{"TRUSTED_PROXIES=0.0.0.0/0"}, "holds every address"},
		{"the operator's page is for all", []string{"ADMIN_ADDR=:9090", "ADMIN_TOKEN=0123456789abcdef"}, "put TLS or a tunnel before it"},
		{"links without TLS", []string{"TLS_AUTOCERT_HOSTS=a.example", "PUBLIC_URL=http://a.example"}, "begins with http:"},
		{"seats that there are not", []string{"ROOM_SEATS=8"}, "PERIHELION_MAX_ROOMS × PERIHELION_ROOM_SEATS is 512"},
		{"a limit beyond the whole", []string{"MAX_CONNS_PER_IP=4096"}, "one address can take every connection"},
		{"more connections than files", []string{"MAX_CONNS=200000", "LIVE_MAX_CONNS=200000", "HTTP_MAX_CONNS=200000"}, "open files"},
		{"one browser is too many", []string{"HTTP_MAX_CONNS_PER_IP=4"}, "six connections"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var environ []string
			for _, s := range tt.set {
				environ = append(environ, Prefix+s)
			}
			_, warnings, err := Load(environ)
			if err != nil || len(warnings) != 1 || !strings.Contains(warnings[0], tt.want) {
				t.Errorf("Load = %q, %v, want one warning with %q", warnings, err, tt.want)
			}
		})
	}
}

// An invalid variable must not hide the warning about another one.
func TestWarningsAreNotLostBesideAnError(t *testing.T) {
	_, warnings, err := Load([]string{"PERIHELION_TICK_RATE=fast", "PERIHELION_MAX_ROOM=1", "PERIHELION_HTTP_MAX_CONNS_PER_IP=4"})
	if text := strings.Join(warnings, "\n"); err == nil || !strings.Contains(text, "did you mean PERIHELION_MAX_ROOMS?") || !strings.Contains(text, "six connections") {
		t.Errorf("Load = %q, %v", warnings, err)
	}
}

func TestTheBasePathIsThatOfThePublicURL(t *testing.T) {
	for public, want := range map[string]string{
		"": "", "https://a.example": "", "https://a.example/": "", "https://a.example/game": "/game", "https://a.example:8443/x/my-game.1/": "/x/my-game.1",
	} {
		c, _, err := Load([]string{"PERIHELION_PUBLIC_URL=" + public})
		if got := c.BasePath(); err != nil || got != want {
			t.Errorf("BasePath of %q = %q, %v; want %q", public, got, err, want)
		}
	}
}

func TestSecretsFromFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	token := file("token", "0123456789abcdef\r\n", 0o600)
	c, warnings, err := Load([]string{
		"PERIHELION_ADMIN_TOKEN_FILE=" + token,
		"PERIHELION_DATABASE_URL_FILE=" + file("url", "postgres://me:hunter2@db/x\n", 0o440),
		"PERIHELION_VERIFY_KEYS_FILE=" + file("keys", "-----BEGIN\ny\n-----END\n", 0o600),
		"PERIHELION_SIGNING_KEY_FILE=" + file("key", "-----BEGIN\nx\n-----END\n", 0o400),
	})
	if err != nil || len(warnings) != 0 {
		t.Fatalf("Load = %q, %v", warnings, err)
	}
	if c.AdminToken != "0123456789abcdef" || c.DatabaseURL != "postgres://me:hunter2@db/x" || c.SigningKey != "-----BEGIN\nx\n-----END" || c.VerifyKeys != "-----BEGIN\ny\n-----END" {
		t.Errorf("secrets %q, %q, %q", c.AdminToken, c.DatabaseURL, c.SigningKey)
	}
	for name, tt := range map[string]struct{ environ, want string }{
		"both":           {"PERIHELION_ADMIN_TOKEN=fedcba9876543210", `PERIHELION_ADMIN_TOKEN is set as well; one of the two`},
		"not there":      {"PERIHELION_ADMIN_TOKEN_FILE=" + filepath.Join(dir, "none"), "no such file"},
		"empty":          {"PERIHELION_ADMIN_TOKEN_FILE=" + file("empty", "\n", 0o600), "the file is empty"},
		"a folder":       {"PERIHELION_ADMIN_TOKEN_FILE=" + dir, "no file that holds a secret"},
		"too short":      {"PERIHELION_ADMIN_TOKEN_FILE=" + file("short", "hunter2", 0o600), `PERIHELION_ADMIN_TOKEN="…": must be 16`},
		"no secret here": {"PERIHELION_LOG_LEVEL_FILE=x", ""},
	} {
		_, warnings, err := Load([]string{"PERIHELION_ADMIN_TOKEN_FILE=" + token, tt.environ})
		if got := fmt.Sprint(err, warnings); !strings.Contains(got, tt.want) || tt.want == "" && len(warnings) != 1 || strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s, want %q", name, got, tt.want)
		}
	}
	_, warnings, err = Load([]string{"PERIHELION_ADMIN_TOKEN_FILE=" + file("open", "0123456789abcdef", 0o644)})
	if err != nil || len(warnings) != 1 || !strings.Contains(warnings[0], "chmod 600") {
		t.Errorf("a file that everyone reads: %q, %v", warnings, err)
	}
}

func TestUsageExplainsEveryVariable(t *testing.T) {
	var b strings.Builder
	Usage(&b)
	eachField(&Config{}, func(f reflect.StructField, v reflect.Value) {
		if line := Prefix + f.Tag.Get("env") + "="; !strings.Contains(b.String(), line) {
			t.Errorf("usage lacks %s", line)
		}
		if line := Prefix + f.Tag.Get("env") + "_FILE="; isSecret(f) && !strings.Contains(b.String(), line) {
			t.Errorf("usage lacks %s", line)
		}
		if f.Tag.Get("help") == "" {
			t.Errorf("%s has no meaning", f.Name)
		}
	})
}
