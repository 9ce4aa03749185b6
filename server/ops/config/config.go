// Package config is the configuration: one struct, read from environment variables and
// checked before anything starts. Only main and app use it; other packages get the values
// they need.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Prefix is the prefix of all variables.
const Prefix = "PERIHELION_"

// Off disables an optional listener, such as that of AdminAddr.
const Off = "off"

// DrainRestart is the Drain of a server that comes back at once.
const DrainRestart = "restart"

// Auto lets ProxyHeader be detected.
const Auto = "auto"

// Config is the parsed environment. The tags are the only description of a variable:
// parsing, checking and `server -h` use them.
type Config struct {
	HTTPAddr  string `env:"HTTP_ADDR" envDefault:":8080" form:"listen" help:"where players connect: page, lobby and WebSocket"`
	AdminAddr string `env:"ADMIN_ADDR" envDefault:"127.0.0.1:9090" form:"listen,off" help:"where the operator's page, metrics, health and pprof are served; off: nowhere"`
	QUICAddr  string `env:"QUIC_ADDR" envDefault:"off" form:"listen,off" help:"UDP port for datagrams beside the WebSocket, such as :8443, which clients use where packets get lost on it; it must be open in the firewall, and no proxy passes it on; off: none"`
	QUICHost  string `env:"QUIC_HOST" help:"by which name or address players reach QUIC_ADDR; empty: by that of the WebSocket"`
	PublicURL string `env:"PUBLIC_URL" form:"url" help:"how players reach this server from outside, for links to it and to know its own pages by; with a path, such as https://example.com/game, all is below that, whether a proxy passes the path on or takes it away; empty: whatever Host they used"`
	DataDir   string `env:"DATA_DIR" envDefault:".perihelion" help:"what the server remembers: its signing key, its database, results on their way there, and the logs of the matches that are played"`
	NodeID    string `env:"NODE_ID" form:"label" help:"the name of this server among those that share a database, another on each; it is in the ids of its rooms and in the tokens for them, so whoever changes it ends the matches of before; empty: one is drawn and kept in DATA_DIR/node-id"`
	Region    string `env:"REGION" envDefault:"local" form:"label" help:"what this server calls the place where it stands, in /v1/meta: clients measure how far they are from it"`

	Roles         Roles  `env:"ROLES" envDefault:"lobby,node" help:"what this server does among several: lobby answers the requests of clients, node plays rooms"`
	NATSURL       string `env:"NATS_URL" secret:"true" form:"nats" help:"where the servers of a fleet meet, such as nats://user:password@host:4222, or several of a cluster with commas between; they share the database and the keys, too; empty: this server is alone"`
	NATSCredsFile string `env:"NATS_CREDS_FILE" help:"credentials for NATS_URL, as nsc writes them, if they are not part of it"`
	NodeURL       string `env:"NODE_URL" form:"url" help:"how players reach this server and no other, such as https://n1.example.com, or https://example.com/n/n1 behind one proxy for all; {address}, {host} and {port} stand for what Agones gives it (AGONES_PORT), {host} being the address with - for dots and colons, for names that TLS knows: https://{host}.example.com:{port}; empty: as they reach all of them, by PUBLIC_URL"`

	Shadow bool `env:"SHADOW" envDefault:"false" help:"a server that plays nothing and answers nobody: it plays again what the others at NATS_URL stream, and stops at the first difference; so a new build is tried before it is rolled out"`

	WordsFile string `env:"WORDS_FILE" help:"words that chat and names do without, in the form of assets/words/blocked.txt; read again when it changes; empty: that list"`
	WebDir    string `env:"WEB_DIR" help:"the built browser client (make wasm); empty: a page that says how to build it"`

	DatabaseURL    string `env:"DATABASE_URL" secret:"true" help:"where players and matches are kept: sqlite:///path/to/file, or postgres://user:password@host/database, which several servers can share; empty: a SQLite file in DATA_DIR"`
	DatabaseConns  int    `env:"DATABASE_CONNS" envDefault:"16" min:"4" max:"500" help:"connections to the database at the same time: to PostgreSQL all of them, to SQLite those that read"`
	MigrateOnStart bool   `env:"MIGRATE_ON_START" envDefault:"true" help:"bring the schema of the database up to date; false: refuse to start on an older one"`

	KeepMatches time.Duration `env:"KEEP_MATCHES" envDefault:"8760h" min:"0s" max:"876000h" help:"how long matches are kept after their end, 24h or more; ratings and totals stay; 0s: for good"`
	KeepReports time.Duration `env:"KEEP_REPORTS" envDefault:"4320h" min:"0s" max:"876000h" help:"how long reports are kept after they were made, 24h or more, with the chat around them; 0s: for good"`
	KeepPlayers time.Duration `env:"KEEP_PLAYERS" envDefault:"17520h" min:"0s" max:"876000h" help:"how long players are kept who do not come back, 8784h or more: tokens are good for a year; 0s: for good"`

	ReplayURL   string        `env:"REPLAY_URL" secret:"true" help:"where the logs of matches are kept: file:///path/to/folder, or s3://KEY:SECRET@host/bucket/prefix?region=REGION of any service that speaks S3, which several servers can share; tls=false for plain HTTP; empty: DATA_DIR/replays"`
	KeepReplays time.Duration `env:"KEEP_REPLAYS" envDefault:"720h" min:"0s" max:"876000h" help:"how long logs of matches are kept after their end, 1h or more; 0s: for good"`
	MaxReplayMB int           `env:"MAX_REPLAY_MB" envDefault:"10240" min:"0" max:"1000000000" help:"megabytes of logs that are kept, the newest; 0: any number"`

	DailyQueue int           `env:"DAILY_QUEUE" envDefault:"16" min:"0" max:"1000" help:"daily runs that may wait to be checked, which is done one at a time and beside the rooms; each takes a megabyte at most; 0: there is no daily run"`
	KeepDaily  time.Duration `env:"KEEP_DAILY" envDefault:"2160h" min:"0s" max:"876000h" help:"how long daily runs are kept after they were sent, 48h or more, with their logs; 0s: for good"`

	ArenaDrafts    int `env:"ARENA_DRAFTS" envDefault:"20" min:"0" max:"10000" help:"arenas that one player may keep and has not published"`
	ArenaPublished int `env:"ARENA_PUBLISHED" envDefault:"10" min:"0" max:"10000" help:"arenas that one player may have published"`
	ArenaVersions  int `env:"ARENA_VERSIONS" envDefault:"20" min:"1" max:"1000" help:"versions that are kept of an arena of a player; older ones are deleted, but for the published one"`
	ArenaKB        int `env:"ARENA_KB" envDefault:"5000" min:"1" max:"1000000" help:"kilobytes that the texts of all versions of all arenas of one player may take"`
	ArenaQueue     int `env:"ARENA_QUEUE" envDefault:"64" min:"0" max:"10000" help:"versions of arenas that may wait until bots have tried them, which is done one at a time on all servers and beside the rooms; 0: nothing can be published, and this server tries none"`

	SigningKey string `env:"SIGNING_KEY" secret:"true" help:"Ed25519 private key in PEM (PKCS 8), which signs the tokens of guests and seats; empty: one is made and kept in DATA_DIR/signing-key.pem"`
	VerifyKeys string `env:"VERIFY_KEYS" secret:"true" help:"Ed25519 public keys in PEM, one after the other, whose tokens are accepted besides those of SIGNING_KEY: the key of before, or the next one; empty: those in DATA_DIR/verify-keys.pem, where server rotate-key puts them"`
	AdminToken string `env:"ADMIN_TOKEN" form:"secret" secret:"true" help:"what the operator signs in with at ADMIN_ADDR, 16 characters or more; empty: one is made and kept in DATA_DIR/admin-token"`

	TLSCertFile      string        `env:"TLS_CERT_FILE" help:"certificate chain in PEM: HTTP_ADDR speaks TLS; read anew when it changes"`
	TLSKeyFile       string        `env:"TLS_KEY_FILE" help:"its private key in PEM"`
	TLSAutocertHosts Hosts         `env:"TLS_AUTOCERT_HOSTS" help:"names to get certificates for by ACME, such as play.example.com: HTTP_ADDR speaks TLS and must be port 443 to the world, or TLS_REDIRECT_ADDR port 80"`
	TLSAutocertDir   string        `env:"TLS_AUTOCERT_DIR" help:"where those certificates are kept; empty: DATA_DIR/autocert"`
	TLSAutocertEmail string        `env:"TLS_AUTOCERT_EMAIL" help:"whom the directory may write to about them"`
	TLSAutocertURL   string        `env:"TLS_AUTOCERT_URL" help:"the ACME directory; empty: Let's Encrypt"`
	TLSRedirectAddr  string        `env:"TLS_REDIRECT_ADDR" envDefault:"off" form:"listen,off" help:"where plain HTTP is sent on to TLS, such as :80"`
	TLSHSTS          time.Duration `env:"TLS_HSTS" envDefault:"4320h" min:"0s" max:"17520h" help:"how long browsers shall insist on TLS; 0s: they need not"`

	TrustedProxies Prefixes       `env:"TRUSTED_PROXIES" help:"networks of proxies whose word about the player's address (PROXY_HEADER) and TLS (X-Forwarded-Proto) is believed, such as 10.0.0.0/8,::1"`
	ProxyHeader    string         `env:"PROXY_HEADER" envDefault:"auto" oneof:"auto,x-forwarded-for,forwarded,x-real-ip" help:"in which header those proxies name the player; name it if it is another than X-Forwarded-For: a proxy passes the others on as the player wrote them; auto: the first that is there, in this order"`
	Dev            bool           `env:"DEV" envDefault:"false" help:"a server for developers, also by server -dev: a client started with ?bot=1 or -bot flies by itself, on any other server it does not"`
	AllowedOrigins Origins        `env:"ALLOWED_ORIGINS" help:"pages elsewhere that may play here, such as https://example.com, or * for all; those of PUBLIC_URL and of the host that was asked always may"`
	FrameAncestors FrameAncestors `env:"FRAME_ANCESTORS" help:"pages that may show the game in a frame, such as https://portal.example,https://*.portal.example; self: those of the same host, *: all; empty: none"`

	SeasonWeeks int `env:"SEASON_WEEKS" envDefault:"8" min:"1" max:"52" help:"how many weeks a season of ratings lasts; the first began on 2026-11-30, UTC. Another length counts all of them anew, so change it before the first one ends, or never"`

	TickRate     int `env:"TICK_RATE" envDefault:"60" min:"10" max:"120" help:"steps of the simulation per second"`
	SnapshotRate int `env:"SNAPSHOT_RATE" envDefault:"30" min:"5" max:"120" help:"snapshots sent per second; must divide TICK_RATE"`

	RoomSeats       int           `env:"ROOM_SEATS" envDefault:"16" min:"2" max:"256" help:"seats of a public room"`
	ArenaSeats      int           `env:"ARENA_SEATS" envDefault:"128" min:"2" max:"2048" help:"seats of a public arena, which is a room of a mode without end; bots keep it at a quarter of them"`
	BotFill         int           `env:"BOT_FILL" envDefault:"10" min:"0" max:"64" help:"bots keep a room at this many pilots, or at its seats if those are fewer; 0: no bots"`
	RoundPoints     int           `env:"ROUND_POINTS" envDefault:"0" min:"0" max:"999" help:"points that win a round; 0: as its mode has it"`
	RoundTime       time.Duration `env:"ROUND_TIME" envDefault:"0s" min:"0s" max:"1h" step:"1s" help:"how long a round lasts, in whole seconds; 0s: as its mode has it"`
	Arenas          string        `env:"ARENAS" help:"names of the arenas of public rooms, separated by commas, such as perihelion,gates: each room plays in all of them, one after the other, and its players vote for the next; those of DATA_DIR/arenas/*.json are among them; empty: all there are"`
	RoomLinger      time.Duration `env:"ROOM_LINGER" envDefault:"30s" min:"1s" max:"1h" help:"how long an empty room stays open, and one that nobody has come to"`
	RoomIdle        time.Duration `env:"ROOM_IDLE" envDefault:"5m" min:"10s" max:"24h" help:"how long a room stays open whose players touch nothing; when rooms run out, those idle for 10 s go first, of the address that has most of them"`
	ReconnectWindow time.Duration `env:"RECONNECT_WINDOW" envDefault:"20s" min:"1s" max:"10m" help:"how long a seat is kept for a player whose connection broke"`

	MaxRooms      int `env:"MAX_ROOMS" envDefault:"64" min:"1" max:"10000" help:"rooms at the same time"`
	PrivateShare  int `env:"PRIVATE_SHARE" envDefault:"50" min:"1" max:"100" help:"per cent of MAX_ROOMS and MAX_PLAYERS that private rooms may take; the matchmaker has the rest"`
	RoomsPerIP    int `env:"ROOMS_PER_IP" envDefault:"32" min:"1" max:"10000" help:"rooms at the same time that were opened for players from one address, private or by the matchmaker"`
	ReservedPerIP int `env:"RESERVED_PER_IP" envDefault:"64" min:"1" max:"100000" help:"seats queued for or reserved, and not taken yet, by players from one address"`
	MaxPlayers    int `env:"MAX_PLAYERS" envDefault:"1024" min:"1" max:"100000" help:"seats promised or taken at the same time, in all rooms"`
	MaxConns      int `env:"MAX_CONNS" envDefault:"2048" min:"1" max:"200000" help:"WebSockets at the same time; a player who comes back to a held seat is let in beyond it"`
	LiveMaxConns  int `env:"LIVE_MAX_CONNS" envDefault:"2048" min:"1" max:"200000" help:"listeners to the public feed at the same time, over WebSockets, and as many without"`
	MaxConnsPerIP int `env:"MAX_CONNS_PER_IP" envDefault:"128" min:"1" max:"200000" help:"WebSockets from one address (IPv6: one /64); as this and the other limits per address are, a school of sixty fits behind one"`

	HTTPMaxConns      int `env:"HTTP_MAX_CONNS" envDefault:"4096" min:"1" max:"200000" help:"connections of plain HTTP at the same time; what became a WebSocket counts there"`
	HTTPMaxConnsPerIP int `env:"HTTP_MAX_CONNS_PER_IP" envDefault:"512" min:"1" max:"200000" help:"of them, from one address (IPv6: one /64) that is no trusted proxy"`

	WSReadLimit    int           `env:"WS_READ_LIMIT" envDefault:"4096" min:"512" max:"4096" help:"bytes in one frame from a client"`
	WSWriteTimeout time.Duration `env:"WS_WRITE_TIMEOUT" envDefault:"5s" min:"100ms" max:"1m" help:"how long one write may take before the client is given up"`
	WSIdleTimeout  time.Duration `env:"WS_IDLE_TIMEOUT" envDefault:"25s" min:"1s" max:"10m" help:"how long a client may be silent; it is pinged well before"`

	TicketTTL         time.Duration `env:"TICKET_TTL" envDefault:"30s" min:"1s" max:"5m" help:"how soon a join ticket must be used"`
	RateTicketsPerIP  int           `env:"RATE_TICKETS_PER_IP" envDefault:"20" min:"1" max:"100000" help:"requests that change something, per second and address; bursts of twice that; opening a room counts for two hundred"`
	RateUpgradesPerIP int           `env:"RATE_UPGRADES_PER_IP" envDefault:"30" min:"1" max:"100000" help:"new WebSockets per second and address; bursts of twice that; ten times as many of players who come back to a held seat"`

	MMInterval  time.Duration `env:"MM_INTERVAL" envDefault:"500ms" min:"10ms" max:"10s" help:"how often the matchmaker looks at those who wait"`
	MMFillAfter time.Duration `env:"MM_FILL_AFTER" envDefault:"10s" min:"0s" max:"10m" help:"how long a duel waits for a person before a bot takes the seat, unrated"`
	MMTimeout   time.Duration `env:"MM_TIMEOUT" envDefault:"90s" min:"1s" max:"1h" help:"how long a ticket waits at most"`

	Drain        string        `env:"DRAIN" envDefault:"rounds" oneof:"rounds,restart" help:"what a server does with its matches before it stops. rounds: lets each end with its round; restart: writes them down, to go on with them when it is back within RECONNECT_WINDOW"`
	DrainTimeout time.Duration `env:"DRAIN_TIMEOUT" envDefault:"7m" min:"0s" max:"10m" help:"how long the server waits for rounds to end before it stops; a second signal leaves ten seconds, a third none"`

	AgonesPort int `env:"AGONES_PORT" envDefault:"0" min:"0" max:"65535" help:"port of the SDK server of Agones in the pod of this server, 9358 as a rule: it is told when this server is ready, in use, healthy and done; 0: there is no Agones"`

	LogLevel  string `env:"LOG_LEVEL" envDefault:"info" oneof:"debug,info,warn,error" help:"what is logged"`
	LogFormat string `env:"LOG_FORMAT" envDefault:"auto" oneof:"auto,text,json" help:"how it is logged; auto: text to a terminal, json to anything else"`

	Build string `env:"-"` // of this binary; main knows it
}

// Interval is the number of ticks between two snapshots.
func (c *Config) Interval() int { return c.TickRate / c.SnapshotRate }

// Prefixes is a comma-separated list of networks; an address is a network of one.
type Prefixes []netip.Prefix

// Hosts is a comma-separated list of host names.
type Hosts []string

// TLS reports whether HTTPAddr uses TLS.
func (c *Config) TLS() bool { return c.TLSCertFile != "" || len(c.TLSAutocertHosts) > 0 }

// BasePath is the path of PublicURL without a slash at the end; empty for the root.
func (c *Config) BasePath() string { return pathOf(c.PublicURL) }

// NodePath is the path of NodeURL, as BasePath is that of PublicURL.
func (c *Config) NodePath() string { return pathOf(c.NodeURL) }

// WithAddress is NodeURL with an address of Agones put in.
func (c *Config) WithAddress(host string, port int) string { return fillAddress(c.NodeURL, host, port) }

func fillAddress(address, host string, port int) string {
	bracketed := host
	if strings.Contains(host, ":") {
		bracketed = "[" + host + "]"
	}
	return strings.NewReplacer("{address}", bracketed, "{host}", strings.NewReplacer(".", "-", ":", "-").Replace(host), "{port}", strconv.Itoa(port)).Replace(address)
}

// NeedsAddress reports whether NodeURL is complete with an address of Agones only.
func (c *Config) NeedsAddress() bool { return strings.Contains(c.NodeURL, "{") }

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

// Roles is a comma-separated list of what a server does.
type Roles []string

// The roles.
const (
	RoleLobby = "lobby"
	RoleNode  = "node"
)

// Has reports whether a server has a role.
func (r Roles) Has(role string) bool { return slices.Contains(r, role) }

// Origins is a comma-separated list of web origins: scheme and host, no path.
type Origins []string

// FrameAncestors is a comma-separated list of origins that may embed the page, in CSP
// syntax: 'self', *, or an origin, whose host may begin with *. for all subdomains.
type FrameAncestors []string

// Setting is the text of a list variable to which another value can be appended, for log
// messages: PERIHELION_NAME=a,b,
func Setting[T any](name string, values []T) string {
	text := Prefix + name + "="
	for _, v := range values {
		text += fmt.Sprint(v) + ","
	}
	return text
}
