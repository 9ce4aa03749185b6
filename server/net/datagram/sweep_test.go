package datagram

import (
	"net"
	"runtime"
	"testing"
	"time"

	"golang.org/x/net/ipv4"
)

func TestPacketsAreReadTogetherAndThenNoneForAWhile(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems read one packet at a time")
	}
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	c := newSweptConn(conn)
	defer c.Close()
	from, err := net.Dial("udp", c.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	batch := make([]ipv4.Message, 2)
	for i := range batch {
		batch[i].Buffers = [][]byte{make([]byte, 10)}
	}
	read := func(sent, want int) {
		t.Helper()
		for range sent {
			if _, err := from.Write([]byte("hello")); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := c.ReadBatch(batch, 0); n != want || err != nil {
			t.Fatalf("%d packets read, %v, want %d", n, err, want)
		}
	}
	read(3, 2)
	if !c.next.IsZero() {
		t.Error("the next read waits although a packet does")
	}
	began := time.Now()
	read(0, 1)
	due := c.next
	if due.Before(began.Add(sweepEvery)) {
		t.Errorf("the next read is due %v after this one, want %v", due.Sub(began), sweepEvery)
	}
	read(1, 1)
	if now := time.Now(); now.Before(due) {
		t.Errorf("read %v early", due.Sub(now))
	}
}
