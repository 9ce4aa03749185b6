// Package lobby is the HTTP and JSON API below /v1, from a new guest to a seat in a room:
// guest accounts, matchmaking tickets, room lists, private rooms, parties and leaderboards.
// Its handlers are safe for concurrent use. The only state it keeps is about requests:
// rates, waiting long polls, and responses cached for idempotency keys.
package lobby

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/arenas"
	"perihelion/server/data/journal"
	"perihelion/server/data/runs"
	"perihelion/server/data/store"
	"perihelion/server/match"
	"perihelion/server/match/season"
	"perihelion/server/net/httpx"
	"perihelion/server/people/account"
	"perihelion/server/people/auth"
	"perihelion/server/people/friends"
	"perihelion/server/people/party"
	"perihelion/shared/api"
)

// roomCost is how many ordinary requests the opening of a room counts for, after the first
// roomBurst. A new room runs bots for half a minute even if no player comes: at the rate of
// ordinary requests one guest could take all rooms of a server.
const (
	roomCost  = 200
	roomBurst = 5
)

// readsPerWrite is how many read-only requests an address may make for each one that
// changes something. Reads are cheap, and pages poll.
const readsPerWrite = 10

// PlayPath is the path of the game's WebSocket, to which an assignment's URL leads.
const PlayPath = "/v1/play"

// Rooms is the room service behind the lobby. OpenPrivate and ReserveSeat reserve a seat
// for a player at an address, for as long as a join token is valid. A public room is named
// by its id, a private one by its code, in any case.
type Rooms interface {
	OpenPrivate(player string, from netip.Addr, options api.NewRoom) (Destination, error)
	ContinueMatch(player, name string, from netip.Addr, log []byte) (Destination, error) // opens a private room in which a match goes on, and holds the player's seat in it; BadMatch
	ReserveSeat(player string, from netip.Addr, room string) (Destination, error)
	ReservationsFrom(from netip.Addr) int                // number of seats that are reserved for players at this address
	DisconnectedSeat(player string) (Destination, error) // the seat that is kept for a player whose connection broke; ErrRoomNotFound if there is none
	FindRoom(room string) (api.Room, error)
	PublicRooms() []api.Room
	NodeOf(room string) (node, url string) // the server that plays the room of this id, and how players reach it; url "": as they reach any server
	FindLog(room string) (WatchedLog, error)
	Regions() []Region // where rooms are played, the one of this server first
}

// Region is a place where rooms are played.
type Region struct {
	ID  string
	URL string // of a server there; "": as players reach any server
}

// WatchedLog is the log of a room that is played, and when others may see it.
type WatchedLog struct {
	Room    string // its id
	Delay   time.Duration
	Private bool
}

// LiveLogs are the logs of matches that are played: *journal.Store.
type LiveLogs interface {
	Live(room string, until time.Time) []journal.LiveLog
	ReadLive(room string, log int64, segment int, until time.Time) ([]byte, error)
}

// Destination is a room that a player is sent to.
type Destination struct {
	ID   string
	Mode string
	Code string // of a private room; empty for public rooms
}

// Metrics counts the requests that the lobby refuses.
type Metrics interface {
	RateLimited(scope string)
	Refused(status int)
}

// Bans tells which players and addresses are banned, and why.
type Bans interface {
	Banned(player string, from netip.Addr, now time.Time) (why string, banned bool)
	Erased(player string) bool // whether this player has deleted their data, maybe on another server
}

// Config is what the lobby reports about the server, and its limits.
type Config struct {
	Meta               api.Meta          // without the fields that change at run time
	Modes              map[string]string // the modes played here, each with the name of its game
	Seasons            season.Calendar
	PublicURL          string // empty: use the Host of the request
	BasePath           string // path of PublicURL, without a slash at the end
	WritesPerSecond    int    // requests that change something, per address
	MaxReservedPerAddr int    // seats that are reserved or queued for, per address
	Proxies            httpx.Proxies
	OnErased           func(player string) // called with a player who has deleted their data; may be nil

	ChatHistory func(player string) []api.Message // chat messages of a player that are kept in memory, outside of the store; may be nil

	ReconnectWindow time.Duration // how long a seat is kept after its connection breaks

	MaxWaiting, MaxWaitingPerAddr int // long polls and event streams that may be open, in all and per address; each holds a connection
}

// Deps are the services behind the lobby.
type Deps struct {
	Signer     *auth.Signer // of join tokens, whose keys are published
	Accounts   *account.Service
	Store      *store.Store
	Bans       Bans
	Parties    *party.Service
	Friends    *friends.Service
	Rooms      Rooms
	Replays    Replays
	Daily      *runs.Service
	Arenas     *arenas.Service
	LiveLogs   LiveLogs
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
	friends    *friends.Service
	rooms      Rooms
	replays    Replays
	daily      *runs.Service
	arenas     *arenas.Service
	liveLogs   LiveLogs
	packed     packedSegments
	matchmaker *match.Matchmaker
	metrics    Metrics
	log        *slog.Logger

	mux *http.ServeMux
	api huma.API

	closing     context.Context // canceled by Close; ends all requests that wait
	cancel      context.CancelFunc
	waiting     httpx.ConnSlots
	idempotency idempotencyCache

	writes, reads   *httpx.Rate[netip.Addr]
	roomCreations   *httpx.Rate[netip.Addr] // of private rooms
	renames         *httpx.Rate[string]     // by player
	missesByPlayer  *httpx.Rate[string]     // wrong codes, see limitGuesses
	missesByAddr    *httpx.Rate[netip.Addr] // the same
	writesByPlayer  *httpx.Rate[string]     // like writes, but by player
	exports         *httpx.Rate[string]     // by player
	replayReads     *httpx.Rate[netip.Addr]
	runsByPlayer    *httpx.Rate[string] // daily runs that are sent
	runsByAddr      *httpx.Rate[netip.Addr]
	asks, invites   *httpx.Rate[string] // to and of friends, by player
	asksByAddr      *httpx.Rate[netip.Addr]
	publishes       *httpx.Rate[string] // of arenas, by player
	publishesByAddr *httpx.Rate[netip.Addr]
	arenaReports    *httpx.Rate[string] // by player
}

// New returns a lobby in front of the given services.
func New(cfg Config, p Deps) *Lobby {
	l := &Lobby{
		cfg: cfg, signer: p.Signer, accounts: p.Accounts, store: p.Store, bans: p.Bans, parties: p.Parties, friends: p.Friends,
		rooms: p.Rooms, replays: p.Replays, daily: p.Daily, arenas: p.Arenas, liveLogs: p.LiveLogs, matchmaker: p.Matchmaker, metrics: p.Metrics, log: p.Log,
		waiting:         httpx.ConnSlots{Max: cfg.MaxWaiting, PerAddr: cfg.MaxWaitingPerAddr},
		mux:             http.NewServeMux(),
		writes:          httpx.NewRate[netip.Addr](cfg.WritesPerSecond),
		reads:           httpx.NewRate[netip.Addr](readsPerWrite * cfg.WritesPerSecond),
		roomCreations:   httpx.NewRateEvery[netip.Addr](roomCost*time.Second/time.Duration(cfg.WritesPerSecond), roomBurst),
		renames:         httpx.NewRateEvery[string](renameEvery, maxRenames),
		missesByPlayer:  httpx.NewRateEvery[string](guessEvery, maxGuesses),
		missesByAddr:    httpx.NewRateEvery[netip.Addr](guessEveryPerAddr, maxGuessesPerAddr),
		writesByPlayer:  httpx.NewRate[string](cfg.WritesPerSecond),
		exports:         httpx.NewRateEvery[string](exportEvery, maxExports),
		replayReads:     httpx.NewRateEvery[netip.Addr](replayEvery, maxReplays),
		runsByPlayer:    httpx.NewRateEvery[string](runEvery, maxRuns),
		runsByAddr:      httpx.NewRateEvery[netip.Addr](runEveryPerAddr, maxRunsPerAddr),
		asks:            httpx.NewRateEvery[string](askEvery, maxAsks),
		asksByAddr:      httpx.NewRateEvery[netip.Addr](askEveryPerAddr, maxAsksPerAddr),
		publishes:       httpx.NewRateEvery[string](publishEvery, maxPublishes),
		publishesByAddr: httpx.NewRateEvery[netip.Addr](publishEveryPerAddr, maxPublishesPerAddr),
		arenaReports:    httpx.NewRateEvery[string](arenaReportEvery, maxArenaReports),
		invites:         httpx.NewRateEvery[string](inviteEvery, maxInvites),
	}
	l.closing, l.cancel = context.WithCancel(context.Background())
	l.api = l.newAPI()
	l.routeAll()
	return l
}

// routeAll adds the operations of the lobby to its API.
func (l *Lobby) routeAll() {
	l.routeMeta()
	l.routeKeys()
	l.routeGuests()
	l.routeMe()
	l.routeLooks()
	l.routePlayers()
	l.routeTickets()
	l.routeRooms()
	l.routeParties()
	l.routeFriends()
	l.routeBoards()
	l.routeReplays()
	l.routeLiveLogs()
	l.routeDaily()
	l.routeArenas()
	l.routeDocument()
}

// API lets other packages add operations below /v1. They pass the same checks as the
// lobby's own: rates, body checks, idempotency and authentication.
func (l *Lobby) API() huma.API { return l.api }

// Handle adds a handler that is not a JSON operation, such as a WebSocket. None of the
// lobby's checks apply to it.
func (l *Lobby) Handle(pattern string, h http.Handler) { l.mux.Handle(pattern, h) }

// DropCachedResponses drops the responses kept for idempotency keys that mention a player
// for whom barred is true.
func (l *Lobby) DropCachedResponses(barred func(player string) bool) {
	l.idempotency.dropMentioning(barred)
}

// Close answers all waiting requests with their current state.
func (l *Lobby) Close() { l.cancel() }

// Handler returns the handler of everything below /v1.
func (l *Lobby) Handler() http.Handler { return httpx.WithProblems(l.mux) }
