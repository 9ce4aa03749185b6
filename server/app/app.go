// Package app connects all parts of a server and runs them: New makes the parts, Run drives
// them until the end. Main and tests of the whole server use it.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/assets/built"
	"perihelion/server/data/arenas"
	"perihelion/server/data/journal"
	"perihelion/server/data/replays"
	"perihelion/server/data/results"
	"perihelion/server/data/runs"
	"perihelion/server/data/store"
	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/net/bus"
	"perihelion/server/net/datagram"
	"perihelion/server/net/httpx"
	"perihelion/server/net/listen"
	"perihelion/server/net/web"
	"perihelion/server/net/ws"
	"perihelion/server/ops/admin"
	"perihelion/server/ops/config"
	"perihelion/server/ops/live"
	"perihelion/server/ops/metrics"
	"perihelion/server/ops/panics"
	"perihelion/server/people/account"
	"perihelion/server/people/auth"
	"perihelion/server/people/ban"
	"perihelion/server/people/chat"
	"perihelion/server/people/enforce"
	"perihelion/server/people/party"
	"perihelion/server/play/fleet"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/server/play/standby"
	"perihelion/shared/api"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// App is one server. Make one with New, which opens its ports, and drive it with Run.
type App struct {
	cfg          config.Config
	node         string // id of this server
	keys         *auth.KeyRing
	games        sim.Games
	log          *slog.Logger
	metrics      *metrics.Set
	fleet        *fleet.Fleet
	cluster      *fleet.Cluster // nil, like bus, if this server is alone
	bus          *bus.Bus
	rooms        *room.Registry // of fleet
	gate         *session.Gate
	sockets      *ws.Server
	lobby        *lobby.Lobby
	matchmaker   *match.Matchmaker
	chat         *chat.Service
	words        *chat.Filter
	arenas       arenaList
	live         *live.Hub
	listeners    *listen.Listeners
	middleware   *httpx.Middleware
	origins      *httpx.Origins
	page         *web.Handler
	store        *store.Store
	bans         *ban.List
	enforcer     *enforce.Enforcer
	accounts     *account.Service
	parties      *party.Service
	results      *results.Queue
	journals     *journal.Store
	replays      *replays.Archive
	daily        *runs.Service
	playerArenas *arenas.Service
	admin        *admin.Admin
	watchdog     *fleet.Watchdog
	directory    *fleet.Directory
	streams      *standby.Streams // nil, like keeper, if this server is alone
	keeper       *standby.Keeper
	shadow       *standby.Shadow // nil: this server is none

	datagrams *datagram.Server // nil: there are none

	ports    []port   // that of the players first
	operator net.Addr // nil if the operator's listener is off
	draining atomic.Bool
	leads    atomic.Bool // see leading

	bansChanged   chan struct{} // receives when another server has changed the list of bans
	stopRequested chan struct{} // receives when the operator wants the server to stop
}

// New makes all parts of a server for these games, and opens its ports.
func New(cfg config.Config, games sim.Games, log *slog.Logger) (*App, error) {
	if cfg.Shadow {
		cfg.Roles = nil
	}
	a := &App{cfg: cfg, games: games, log: log, bansChanged: make(chan struct{}, 1), stopRequested: make(chan struct{}, 1)}
	err := a.build()
	if err == nil {
		return a, nil
	}
	for _, p := range a.ports {
		err = errors.Join(err, p.listener.Close())
	}
	if a.bus != nil {
		a.bus.Close()
	}
	if a.datagrams != nil {
		a.datagrams.Close()
	}
	if a.store != nil {
		err = errors.Join(err, a.store.Close())
	}
	return nil, err
}

func (a *App) build() error {
	cfg, log := a.cfg, a.log
	if err := a.loadIdentity(); err != nil {
		return err
	}
	if err := a.loadFiles(); err != nil {
		return err
	}
	signer := auth.New(a.keys, a.node, cfg.TicketTTL)
	a.parties = party.New()
	a.metrics = metrics.New(cfg.Build, a.games.Modes(), time.Second/time.Duration(cfg.TickRate), log)
	a.middleware = newMiddleware(cfg, a.metrics, log)
	a.origins = newOrigins(cfg, log)
	if err := a.openStorage(signer); err != nil {
		return err
	}
	a.fleet = fleet.New(a.fleetConfig(), roomObserver{a}, log, a.metrics.Rooms)
	a.rooms = a.fleet.Registry()
	a.chat = a.newChat()
	a.gate = a.newGate(signer)
	a.watchdog = a.fleet.Watchdog(a.gate, log)
	a.directory = a.fleet.Directory(a.store, log)
	a.sockets = a.newSockets(signer)
	if err := a.makeLobby(signer); err != nil {
		return err
	}
	a.enforcer = a.newEnforcer()
	a.registerGauges()
	if err := a.loadCertificates(); err != nil {
		return err
	}
	if err := a.newAdmin(signer); err != nil {
		return err
	}
	if err := a.openPorts(); err != nil {
		return err
	}
	return a.migrate()
}

// loadFiles loads the page and the word list.
func (a *App) loadFiles() (err error) {
	if a.page, err = web.New(a.cfg.WebDir, built.Web(), web.FrameAncestors(a.cfg.FrameAncestors)); err != nil {
		return fmt.Errorf("%sWEB_DIR=%q: %w", config.Prefix, a.cfg.WebDir, err)
	}
	if a.cfg.WebDir != "" && !a.page.Built() { // not an error: it may be built later
		a.log.Warn("no page is built there yet", "variable", config.Prefix+"WEB_DIR", "folder", a.cfg.WebDir)
	}
	if a.words, err = chat.NewFilter(a.cfg.WordsFile, a.log); err != nil {
		return fmt.Errorf("%sWORDS_FILE: %w", config.Prefix, err)
	}
	if a.arenas, err = loadArenas(a.cfg, a.games); err != nil {
		return err
	}
	return nil
}

func (a *App) newChat() *chat.Service {
	return chat.New(chat.Config{
		Filter: a.words, Mutes: a.bans, Parties: a.parties, Rooms: a.fleet, Reports: a.store,
		OnMessage: func(m api.Message) { a.live.PublishMessage(m) }, Metrics: a.metrics.Chat, Log: a.log,
	})
}

func (a *App) newGate(signer *auth.Signer) *session.Gate {
	return session.NewGate(session.Config{
		Rooms: joinRooms{a}, Tokens: signer, Moderator: a.chat, Bans: a.bans,
		Log: a.log, Metrics: a.metrics.Sessions, Panics: a.metrics.Guard(), Offer: a.offerDatagrams,
	})
}

// newEnforcer connects all that a ban reaches.
func (a *App) newEnforcer() *enforce.Enforcer {
	return enforce.New(enforce.Parts{
		Bans: a.bans, Gate: a.gate, Rooms: a.rooms, Matchmaker: a.matchmaker, Parties: a.parties, Chat: a.chat, Live: a.live, Lobby: a.lobby,
	})
}

// newSockets makes the WebSocket server of the game, with a session of the gate for each
// connection.
func (a *App) newSockets(signer *auth.Signer) *ws.Server {
	open := func(c *ws.Conn, token string) ws.Session {
		a.knockFor(signer, token)
		return a.gate.Open(c, token)
	}
	return ws.New(ws.Config{
		ReadLimit:     a.cfg.WSReadLimit,
		WriteTimeout:  a.cfg.WSWriteTimeout,
		IdleTimeout:   a.cfg.WSIdleTimeout,
		MaxConns:      a.cfg.MaxConns,
		PerIP:         a.cfg.MaxConnsPerIP,
		PerSecond:     a.cfg.RateUpgradesPerIP,
		Proxies:       proxies(a.cfg),
		Origins:       a.origins,
		Banned:        a.addrBanned,
		ReconnectSeat: a.resumeSeat(signer),
		Panics:        a.metrics.Guard(),
		Swept:         a.metrics.Sockets.Swept,
	}, open, a.metrics.Sockets, a.log)
}

// addrBanned reports whether an address is banned.
func (a *App) addrBanned(from netip.Addr, now time.Time) (why string, banned bool) {
	return a.bans.Banned("", from, now)
}

// resumeSeat returns the seat that a resume token leads to, for connections beyond the
// limits.
func (a *App) resumeSeat(signer *auth.Signer) func(string, time.Time) (string, bool) {
	return func(token string, now time.Time) (seat string, ok bool) {
		t, err := signer.VerifyResume(token, now)
		return t.Room + " " + t.Player, err == nil && (a.rooms.HasSeat(t.Room, t.Player) || a.keeper != nil && a.keeper.Keeps(t.Room))
	}
}

// fleetConfig is the configuration of package fleet.
func (a *App) fleetConfig() fleet.Config {
	cfg := &a.cfg
	return fleet.Config{
		Node: a.node, Region: cfg.Region, URL: cfg.NodeURL, Plays: cfg.Roles.Has(config.RoleNode), Games: a.games, TickRate: cfg.TickRate, Interval: cfg.Interval(),
		Seats: cfg.RoomSeats, ArenaSeats: cfg.ArenaSeats, BotFill: cfg.BotFill, Points: cfg.RoundPoints, Seconds: int(cfg.RoundTime / time.Second),
		ReconnectWindow: cfg.ReconnectWindow, Linger: cfg.RoomLinger, Idle: cfg.RoomIdle,
		FillAfter: cfg.MMFillAfter, MatchTimeout: cfg.MMTimeout,
		MaxRooms: cfg.MaxRooms, MaxPlayers: cfg.MaxPlayers, PrivateShare: cfg.PrivateShare, RoomsPerAddr: cfg.RoomsPerIP,
		Arenas: a.arenas.turns, Added: a.arenas.added, Featured: a.playerArenas.Rotation, Library: a.playArena, Played: a.arenaPlayed, ReservationTTL: cfg.TicketTTL, OpenJournal: a.openJournal, Words: a.words, Flush: a.flushEvery(),
	}
}

// flushEvery is how often what a room has recorded leaves it: where others wait for it, more often than
// the disk needs it.
func (a *App) flushEvery() time.Duration {
	if a.cfg.NATSURL == "" {
		return 0
	}
	return standby.Every
}

// Built reports whether there is a browser client.
func (a *App) Built() bool { return a.page.Built() }

// errListener is the error of a listener that panicked; the log has details.
var errListener = errors.New("app: a listener panicked")

// Run serves until ctx ends, then drains. It returns when all connections are closed and
// all rooms have ended.
func (a *App) Run(ctx context.Context) (err error) {
	defer a.runStorage()()
	a.restoreRooms() // before anybody asks for a seat in them
	failed := make(chan error, len(a.ports))
	guard := a.metrics.Guard()
	for _, p := range a.ports {
		go func() { // ends with Shutdown
			defer guard.Recover(panics.Background, a.log, func() { failed <- errListener })
			if err := p.server.Serve(p.listener); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
	}
	background, stop := context.WithCancel(context.Background())
	defer a.directory.Finish()
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	queueing, closeQueues := context.WithCancel(ctx) // a server that drains needs no queues
	defer closeQueues()
	a.startLoops(queueing, &work, a.matchmaker.Run, a.runLeader)
	a.startLoops(background, &work, a.directory.Run, a.words.WatchFile, a.live.Run, a.runCluster, a.shareParties, a.admin.Run, a.watchdog.Run, a.runStandby, a.runShadow, a.runDatagrams, a.runAgones)
	select {
	case <-ctx.Done():
	case <-a.stopRequested:
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	}
	closeQueues() // or who waits there would wait for as long as the server drains, and another server could not lead
	a.drain()
	return err
}

// startLoops runs each of loops until ctx ends, and again after a panic.
func (a *App) startLoops(ctx context.Context, work *sync.WaitGroup, loops ...func(context.Context)) {
	guard := a.metrics.Guard()
	for _, loop := range loops {
		work.Go(func() { guard.Loop(ctx, a.log, loop) })
	}
}

// closeTimeout is for rooms and sockets to end, after the rounds.
const closeTimeout = 3 * time.Second

// drain stops the server in order: it refuses new players, warns, lets rooms end after
// their rounds, and closes sockets and then ports. Until the rooms have ended, players with
// a seat may connect. If the server comes back at once, rooms end at once, and their matches
// go on then.
func (a *App) drain() {
	a.draining.Store(true)
	a.metrics.SetDraining()
	a.log.Info("draining", "connections", a.sockets.Len(), "rooms", len(a.rooms.List()), "for", a.cfg.DrainTimeout)
	if a.cfg.Drain == config.DrainRestart {
		a.rooms.Suspend(func(string) bool { return true })
	} else {
		stopMoving := a.moveMatches()
		a.fleet.Drain(time.Now().Add(a.cfg.DrainTimeout), a.stopRequested)
		stopMoving()
	}
	a.sockets.StopAccepting()

	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := a.rooms.Close(ctx); err != nil {
		a.log.Warn("rooms did not end in time", "err", err)
	}
	if a.streams != nil {
		a.waitForStreams()
	}
	a.gate.Close()
	a.lobby.Close()
	a.live.Close(ctx)
	a.sockets.CloseAll(transport.Restarting, "")
	a.sockets.Wait(ctx)
	if a.datagrams != nil {
		a.datagrams.Close()
	}
	a.admin.Stop()
	for _, p := range a.ports {
		if err := p.server.Shutdown(ctx); err != nil { // does not wait for WebSockets, which are closed already
			_ = p.server.Close()
		}
	}
	a.log.Info("stopped")
}
