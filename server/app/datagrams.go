package app

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"perihelion/server/net/datagram"
	"perihelion/server/ops/config"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// openDatagrams opens the UDP port, if there is one.
func (a *App) openDatagrams() (err error) {
	if a.cfg.QUICAddr == config.Off {
		return nil
	}
	a.datagrams, err = datagram.Listen(datagram.Config{
		Addr: a.cfg.QUICAddr, Certificate: a.listeners.Certificate(),
		MaxConns: a.cfg.MaxConns, PerIP: a.cfg.MaxConnsPerIP,
		Admit: a.admitDatagrams, Metrics: a.metrics.Sockets, Panics: a.metrics.Guard(), Log: a.log,
	})
	if err != nil {
		return fmt.Errorf("%sQUIC_ADDR=%q: %w", config.Prefix, a.cfg.QUICAddr, err)
	}
	return nil
}

// admitDatagrams connects datagrams with the session that their token was made for.
func (a *App) admitDatagrams(token string, from netip.Addr, now time.Time) (serve func(transport.Datagrams), err error) {
	s, err := a.gate.AdmitDatagrams(token, from, now)
	if err != nil {
		return nil, err
	}
	return s.ServeDatagrams, nil
}

// offerDatagrams says where clients may open datagrams.
func (a *App) offerDatagrams(now time.Time) protocol.Offer {
	if a.datagrams == nil {
		return protocol.Offer{}
	}
	return protocol.Offer{Host: a.cfg.QUICHost, Port: a.datagrams.Port(), Path: protocol.DatagramPath, Hashes: a.datagrams.Hashes(now)}
}

// runDatagrams serves the port until the server stops.
func (a *App) runDatagrams(ctx context.Context) {
	if a.datagrams == nil {
		<-ctx.Done()
		return
	}
	if err := a.datagrams.Run(); err != nil {
		a.log.Error("datagrams", "err", err)
	}
	<-ctx.Done()
}
