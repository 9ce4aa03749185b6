package deploy

import (
	"net/url"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"perihelion/server/net/bus/bustest"
)

func TestNATSAsShippedIsForTheServersOfAFleetOnly(t *testing.T) {
	t.Setenv("NATS_PASSWORD", "of-a-test")
	address, _ := bustest.Run(t, "nats.conf", 0)
	if c, err := nats.Connect(address); err == nil {
		c.Close()
		t.Error("somebody without a password comes in")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("server", "of-a-test")
	refused := make(chan error, 10)
	c, err := nats.Connect(u.String(), nats.CustomInboxPrefix("fleet.inbox"), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err }))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Subscribe("fleet.node.n1.open", func(m *nats.Msg) { _ = m.Respond([]byte("yes")) }); err != nil {
		t.Fatal(err)
	}
	if m, err := c.Request("fleet.node.n1.open", nil, maxWait); err != nil || string(m.Data) != "yes" {
		t.Errorf("a question below fleet.: %v", err)
	}
	if err := c.Publish("other", nil); err != nil {
		t.Fatal(err)
	}
	select {
	case <-refused:
	case <-time.After(maxWait):
		t.Error("a server may publish to the subjects of others")
	}
}
