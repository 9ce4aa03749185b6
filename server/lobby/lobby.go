// Package lobby is the way from a browser to a seat, in HTTP and JSON: become a
// guest, get a ticket, see the rooms, open one for friends. Its handlers are
// safe for concurrent use; what they keep is about requests: how many there were,
// which wait for news, and what was answered.
package lobby

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/account"
	"perihelion/server/auth"
	"perihelion/server/httpx"
	"perihelion/server/match"
	"perihelion/server/party"
	"perihelion/server/store"
	"perihelion/shared/api"
)

// roomCost is how many requests opening a room counts for, beyond the first few.
// A room keeps bots flying for half a minute even if nobody comes: at the rate of
// other requests one guest could take all that a server has.
const (
	roomCost   = 200
	firstRooms = 5
)

// readsPerWrite is how many requests that change nothing an address may make for
// each that does. They are cheap, and pages poll.
const readsPerWrite = 10

// PlayPath is where the WebSocket of an assignment leads.
const PlayPath = "/v1/play"

// Rooms are where players go. Open and Join reserve a seat for a player at an address,
// for as long as a ticket is good. A room goes by its id if it is public, and by its
// code, in whatever case, if it is private.
type Rooms interface {
	Open(player string, from netip.Addr, want api.NewRoom) (Place, error) // a private room
	Join(player string, from netip.Addr, room string) (Place, error)
	ReservedBy(from netip.Addr) int // seats that are kept free for players from there
	Watch(room string) (Place, error)
	Held(player string) (Place, error) // where a seat is kept for one who is not connected; ErrNoRoom: nowhere
	Find(room string) (api.Room, error)
	List() []api.Room // the public ones
}

// Place is a room to go to.
type Place struct {
	ID    string
	Mode  string
	Code  string // of a private room
	Watch bool   // among the spectators
}

// Metrics count what the lobby turns away.
type Metrics interface {
	RateLimited(scope string)
	Refused(status int)
}

// Bans say who may not come in, and why.
type Bans interface {
	Banned(player string, from netip.Addr, now time.Time) (why string, banned bool)
	Erased(player string) bool // who has deleted their data, maybe at another server, is banned as well
}

// Config is what the lobby tells about the server, and whom it believes.
type Config struct {
	Meta      api.Meta // but for what changes
	Modes     []string // that are played here
	PublicURL string   // empty: whatever Host a request used
	BasePath  string   // of PublicURL, without a slash at its end
	PerSecond int      // requests that change something, per address
	Reserved  int      // seats that are reserved or queued for, per address
	Proxies   httpx.Proxies
	Erased    func(player string) // is told who has deleted their data; nil: nobody is

	Said func(player string) []api.Message // what a player has said and is remembered outside of the store; nil: nothing

	ReconnectWindow time.Duration // how long a seat is kept when its connection breaks

	Waiting, WaitingPerAddr int // requests that may wait for news; each of them holds a connection
}

// Parts are what stands behind the lobby.
type Parts struct {
	Signer     *auth.Signer // of join tickets
	Accounts   *account.Service
	Store      *store.Store
	Bans       Bans
	Parties    *party.Service
	Rooms      Rooms
	Matchmaker *match.Matchmaker
	Metrics    Metrics
	Log        *slog.Logger
}

// Lobby answers the requests below /v1. Make one with New.
type Lobby struct {
	cfg        Config
	signer     *auth.Signer
	accounts   *account.Service
	store      *store.Store
	bans       Bans
	parties    *party.Service
	rooms      Rooms
	matchmaker *match.Matchmaker
	metrics    Metrics
	log        *slog.Logger

	mux *http.ServeMux
	api huma.API

	life  context.Context // of requests that wait
	close context.CancelFunc
	held  httpx.Slots
	once  once

	writes, reads *httpx.Rate[netip.Addr]
	opening       *httpx.Rate[netip.Addr] // of rooms
	renames       *httpx.Rate[string]     // by account
	guesses       *httpx.Rate[string]     // that missed, of codes, by account
	guessesFrom   *httpx.Rate[netip.Addr] // and by address
	players       *httpx.Rate[string]     // by account, what writes is by address
	exports       *httpx.Rate[string]     // by account
}

// New returns a lobby in front of its parts.
func New(cfg Config, p Parts) *Lobby {
	l := &Lobby{
		cfg: cfg, signer: p.Signer, accounts: p.Accounts, store: p.Store, bans: p.Bans, parties: p.Parties,
		rooms: p.Rooms, matchmaker: p.Matchmaker, metrics: p.Metrics, log: p.Log,
		held:        httpx.Slots{Max: cfg.Waiting, PerAddr: cfg.WaitingPerAddr},
		mux:         http.NewServeMux(),
		writes:      httpx.NewRate[netip.Addr](cfg.PerSecond),
		reads:       httpx.NewRate[netip.Addr](readsPerWrite * cfg.PerSecond),
		opening:     httpx.NewRateEvery[netip.Addr](roomCost*time.Second/time.Duration(cfg.PerSecond), firstRooms),
		renames:     httpx.NewRateEvery[string](renameEvery, maxRenames),
		guesses:     httpx.NewRateEvery[string](guessEvery, maxGuesses),
		guessesFrom: httpx.NewRateEvery[netip.Addr](guessEveryFrom, maxGuessesFrom),
		players:     httpx.NewRate[string](cfg.PerSecond),
		exports:     httpx.NewRateEvery[string](exportEvery, maxExports),
	}
	l.life, l.close = context.WithCancel(context.Background())
	l.api = l.newAPI()
	l.routeMeta()
	l.routeGuests()
	l.routePlayers()
	l.routeTickets()
	l.routeRooms()
	l.routeParties()
	l.routeBoards()
	l.routeDocument()
	return l
}

// API is where other packages add what they answer below /v1. Their requests pass
// the same gate as the lobby's own: limits, bodies, and who asks.
func (l *Lobby) API() huma.API { return l.api }

// Handle adds what is no JSON, such as a WebSocket. It passes no gate.
func (l *Lobby) Handle(pattern string, h http.Handler) { l.mux.Handle(pattern, h) }

// Forget drops the answers that were kept to be repeated and that name a player who may
// not come in any more.
func (l *Lobby) Forget(barred func(player string) bool) { l.once.forgetAbout(barred) }

// Close answers the requests that wait for news with what there is.
func (l *Lobby) Close() { l.close() }

// Handler answers everything below /v1.
func (l *Lobby) Handler() http.Handler { return httpx.Problems(l.mux) }
