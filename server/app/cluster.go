package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/net/bus"
	"perihelion/server/net/httpx"
	"perihelion/server/net/relay"
	"perihelion/server/ops/admin"
	"perihelion/server/ops/config"
	"perihelion/server/ops/metrics"
	"perihelion/server/people/auth"
	"perihelion/server/people/chat"
	"perihelion/server/play/fleet"
)

// makeLobby makes the parts that clients ask over HTTP, and what places them into rooms.
func (a *App) makeLobby(signer *auth.Signer) error {
	a.matchmaker = match.NewMatchmaker(match.Config{Queues: a.fleet.Queues(), Interval: a.cfg.MMInterval, Metrics: a.metrics.Match}, a.fleet.Provider())
	if err := a.joinCluster(); err != nil {
		return fmt.Errorf("%sNATS_URL: %w", config.Prefix, err)
	}
	a.lobby = a.newLobby(signer)
	a.chat.Register(a.lobby.API(), chat.Auth{Security: lobby.GuestAuth(), Player: lobby.RequestingPlayer})
	a.live = a.newLive()
	if a.cluster == nil {
		return nil
	}
	if err := errors.Join(a.shareChanges(), a.shareLead()); err != nil { // when all are there whom others tell something
		return fmt.Errorf("%sNATS_URL: %w", config.Prefix, err)
	}
	return nil
}

// joinCluster connects this server to the others of its fleet, if it has any. While NATS is
// away it is a server of its own.
func (a *App) joinCluster() (err error) {
	if a.cfg.NATSURL == "" {
		a.metrics.RegisterClusterGauges(metrics.ClusterStatus{})
		return nil
	}
	a.bus, err = bus.Connect(bus.Config{
		URL: a.cfg.NATSURL, CredsFile: a.cfg.NATSCredsFile, Node: a.node, Keys: a.keys, Metrics: a.metrics.Cluster, Panics: a.metrics.Guard(), Log: a.log,
	})
	if err != nil {
		return err
	}
	a.cluster, err = a.fleet.Join(a.bus, fleet.ClusterConfig{
		URL: a.cfg.NodeURL, Region: a.cfg.Region, Build: a.cfg.Build, Lobby: a.cfg.Roles.Has(config.RoleLobby),
		Draining: a.draining.Load, Shadow: a.shadowState, Leads: a.leading, Queued: a.matchmaker.Waiting,
		Metrics: a.metrics.Cluster, Log: a.log,
	})
	if err != nil {
		return err
	}
	if err := a.makeStandby(); err != nil {
		return fmt.Errorf("%sNATS_URL: %w", config.Prefix, err)
	}
	a.metrics.RegisterClusterGauges(metrics.ClusterStatus{Bus: a.bus, Cluster: a.cluster, Keeper: a.keeper})
	return nil
}

// runCluster tells the other servers that this one is there, until ctx ends.
func (a *App) runCluster(ctx context.Context) {
	if a.cluster == nil {
		return
	}
	a.cluster.Run(ctx)
	a.bus.Close()
}

// leading reports whether this server has what all of the fleet share: the tickets, the parties,
// the chat, and the idempotency keys.
func (a *App) leading() bool { return a.leads.Load() && !a.draining.Load() }

// runLeader lets this server lead whenever no other does, until ctx ends.
func (a *App) runLeader(ctx context.Context) {
	if a.cluster == nil || !a.cfg.Roles.Has(config.RoleLobby) {
		return
	}
	a.store.Lead(ctx, func(leads bool) {
		if a.leads.Swap(leads) != leads {
			a.log.Info("tickets, parties and chat of all servers", "here", leads)
		}
	})
}

// shared is the handler of requests below /v1 that finds the server that has to answer them.
func (a *App) shared(here http.Handler) (http.Handler, error) {
	if a.cluster == nil {
		return here, nil
	}
	return relay.New(relay.Config{
		Bus: a.bus, Node: a.node, API: "lobby", Owner: a.ownerOf, Client: proxies(a.cfg).Client, Handler: here, Gone: here, Asked: a.metrics.Cluster.ServerAsked,
	})
}

// shareAdmin lets the operator's page of each server of the fleet show and control all others.
func (a *App) shareAdmin() error {
	if a.cluster == nil {
		return nil
	}
	to, err := relay.New(relay.Config{
		Bus: a.bus, Node: a.node, API: "admin", Client: httpx.Proxies{}.Client, Asked: a.metrics.Cluster.ServerAsked,
		Owner:   func(r *http.Request) (node, url string) { return admin.ServerOf(r), "" },
		Timeout: admin.RelayTimeout,
		Handler: a.admin.API(), Gone: http.HandlerFunc(admin.ServerGone),
	})
	if err != nil {
		return err
	}
	a.admin.JoinServers(to, a.serverRows)
	return nil
}

// serverRows lists the servers of the fleet for the operator.
func (a *App) serverRows() (all []admin.Server) {
	for _, s := range a.cluster.Servers() {
		all = append(all, admin.Server{
			Node: s.Node, Region: s.Region, Build: s.Build, URL: s.URL, State: s.State, Leads: s.Leads,
			Rooms: s.Rooms, MaxRooms: s.MaxRooms, Players: s.Players, Silent: s.Silent.Seconds(),
		})
	}
	return all
}

// ownerOf is the server that has to answer a request, and its URL; "": this one.
func (a *App) ownerOf(r *http.Request) (node, url string) {
	if room := lobby.RoomOfLog(r); room != "" {
		return a.fleet.WhereIs(room)
	}
	if a.leading() || !lobby.IsShared(r) {
		return "", ""
	}
	return a.cluster.Leader()
}
