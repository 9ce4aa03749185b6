package config

import (
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

func TestLoadReadsEveryKindOfValue(t *testing.T) {
	c, _, err := Load([]string{
		"PERIHELION_TICK_RATE=120",
		"PERIHELION_SNAPSHOT_RATE=40",
		"PERIHELION_ADMIN_ADDR=off",
		"PERIHELION_PUBLIC_URL=https://play.example.com",
		"PERIHELION_TRUSTED_PROXIES=10.1.2.3/8, ::1",
		"PERIHELION_ALLOWED_ORIGINS=https://Example.com,http://localhost:3000",
		"PERIHELION_DRAIN_TIMEOUT=0s",
	})
	if err != nil {
		t.Fatal(err)
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
		{"a port that is none", []string{"ADMIN_ADDR=:99999"}, []string{`PERIHELION_ADMIN_ADDR=":99999": must be host:port, :port or off`}},
		{"a URL with a path", []string{"PUBLIC_URL=https://a.b/c"}, []string{`PERIHELION_PUBLIC_URL="https://a.b/c": must be like https://`}},
		{"a proxy by name", []string{"TRUSTED_PROXIES=10.0.0.1,proxy"}, []string{`PERIHELION_TRUSTED_PROXIES="10.0.0.1,proxy": "proxy" is not a network`}},
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

func TestUsageExplainsEveryVariable(t *testing.T) {
	var b strings.Builder
	Usage(&b)
	each(&Config{}, func(f reflect.StructField, v reflect.Value) {
		if line := Prefix + f.Tag.Get("env") + "="; !strings.Contains(b.String(), line) {
			t.Errorf("usage lacks %s", line)
		}
		if f.Tag.Get("help") == "" {
			t.Errorf("%s has no meaning", f.Name)
		}
	})
}
