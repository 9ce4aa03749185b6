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
	"perihelion/server/data/journal"
	"perihelion/server/data/replays"
	"perihelion/server/data/results"
	"perihelion/server/data/runs"
	"perihelion/server/data/store"
	"perihelion/server/lobby"
	"perihelion/server/match"
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
	"perihelion/shared/api"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// App is one server. Make one with New, which opens its ports, and drive it with Run.
type App struct {
	cfg        config.Config
	node       string // id of this server
	keys       *auth.KeyRing
	games      sim.Games
	log        *slog.Logger
	metrics    *metrics.Set
	fleet      *fleet.Fleet
	rooms      *room.Registry // of fleet
	gate       *session.Gate
	sockets    *ws.Server
	lobby      *lobby.Lobby
	matchmaker *match.Matchmaker
	chat       *chat.Service
	words      *chat.Filter
	live       *live.Hub
	listeners  *listen.Listeners
	middleware *httpx.Middleware
	origins    *httpx.Origins
	page       *web.Handler
	store      *store.Store
	bans       *ban.List
	enforcer   *enforce.Enforcer
	accounts   *account.Service
	parties    *party.Service
	results    *results.Queue
	journals   *journal.Store
	replays    *replays.Archive
	daily      *runs.Service
	admin      *admin.Admin
	watchdog   *fleet.Watchdog
	directory  *fleet.Directory

	ports    []port   // that of the players first
	operator net.Addr // nil if the operator's listener is off
	draining atomic.Bool

	stopRequested chan struct{} // receives when the operator wants the server to stop
}

// New makes all parts of a server for these games, and opens its ports.
func New(cfg config.Config, games sim.Games, log *slog.Logger) (*App, error) {
	a := &App{cfg: cfg, games: games, log: log, stopRequested: make(chan struct{}, 1)}
	err := a.build()
	if err == nil {
		return a, nil
	}
	for _, p := range a.ports {
		err = errors.Join(err, p.listener.Close())
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
	a.matchmaker = match.NewMatchmaker(match.Config{Queues: a.fleet.Queues(), Interval: cfg.MMInterval, Metrics: a.metrics.Match}, a.fleet.Provider())
	a.lobby = a.newLobby(signer)
	a.chat.Register(a.lobby.API(), chat.Auth{Security: lobby.GuestAuth(), Player: lobby.RequestingPlayer})
	a.live = a.newLive()
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
	return nil
}

func (a *App) newChat() *chat.Service {
	return chat.New(chat.Config{
		Filter: a.words, Mutes: a.bans, Parties: a.parties, Rooms: a.rooms, Reports: a.store,
		OnMessage: func(m api.Message) { a.live.PublishMessage(m) }, Metrics: a.metrics.Chat, Log: a.log,
	})
}

func (a *App) newGate(signer *auth.Signer) *session.Gate {
	return session.NewGate(session.Config{
		Rooms: a.rooms, Tokens: signer, Moderator: a.chat, Bans: a.bans,
		Log: a.log, Metrics: a.metrics.Sessions, Panics: a.metrics.Guard(),
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
	open := func(c *ws.Conn, token string) ws.Session { return a.gate.Open(c, token) }
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
		return t.Room + " " + t.Player, err == nil && a.rooms.HasSeat(t.Room, t.Player)
	}
}

// fleetConfig is the configuration of package fleet.
func (a *App) fleetConfig() fleet.Config {
	cfg := &a.cfg
	return fleet.Config{
		Node: a.node, Games: a.games, TickRate: cfg.TickRate, Interval: cfg.Interval(),
		Seats: cfg.RoomSeats, ArenaSeats: cfg.ArenaSeats, BotFill: cfg.BotFill, Points: cfg.RoundPoints, Seconds: int(cfg.RoundTime / time.Second),
		ReconnectWindow: cfg.ReconnectWindow, Linger: cfg.RoomLinger, Idle: cfg.RoomIdle,
		FillAfter: cfg.MMFillAfter, MatchTimeout: cfg.MMTimeout,
		MaxRooms: cfg.MaxRooms, MaxPlayers: cfg.MaxPlayers, PrivateShare: cfg.PrivateShare, RoomsPerAddr: cfg.RoomsPerIP,
		ReservationTTL: cfg.TicketTTL, OpenJournal: a.journals.OpenJournal,
	}
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
	if a.cfg.Drain != config.DrainRestart {
		defer a.directory.Finish()
	}
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	work.Go(func() { guard.Loop(background, a.log, a.directory.Run) })
	work.Go(func() { guard.Loop(background, a.log, a.words.WatchFile) })
	work.Go(func() { guard.Loop(background, a.log, a.live.Run) })
	queueing, closeQueues := context.WithCancel(ctx) // a server that drains needs no queues
	defer closeQueues()
	work.Go(func() { guard.Loop(queueing, a.log, a.matchmaker.Run) })
	work.Go(func() { guard.Loop(background, a.log, a.admin.Run) })
	work.Go(func() { guard.Loop(background, a.log, a.watchdog.Run) })
	select {
	case <-ctx.Done():
	case <-a.stopRequested:
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	}
	a.drain()
	return err
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
		a.rooms.Suspend()
	} else {
		a.fleet.Drain(time.Now().Add(a.cfg.DrainTimeout), a.stopRequested)
	}
	a.sockets.StopAccepting()

	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := a.rooms.Close(ctx); err != nil {
		a.log.Warn("rooms did not end in time", "err", err)
	}
	a.gate.Close()
	a.lobby.Close()
	a.live.Close(ctx)
	a.sockets.CloseAll(transport.Restarting, "")
	a.sockets.Wait(ctx)
	a.admin.Stop()
	for _, p := range a.ports {
		if err := p.server.Shutdown(ctx); err != nil { // does not wait for WebSockets, which are closed already
			_ = p.server.Close()
		}
	}
	a.log.Info("stopped")
}
