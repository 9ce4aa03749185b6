package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
)

// namespace is a network namespace, connected to this one by a cable that can be cut.
type namespace struct {
	name, cable string
	outer       string // address of this side of the cable, which those in the namespace reach
	inner       string // address of the other one, which we reach
}

// newNamespace makes the i-th one of this process, i below 10. It needs Linux, root, and the command ip.
func newNamespace(i int) (*namespace, error) {
	name, net := fmt.Sprintf("fleet%d-%d", os.Getpid(), i), fmt.Sprintf("10.78.%d", os.Getpid()%25*10+i)
	n := &namespace{name: name, cable: name, outer: net + ".1", inner: net + ".2"}
	for _, args := range [][]string{
		{"netns", "add", name},
		{"link", "add", n.cable, "type", "veth", "peer", "name", "eth0", "netns", name},
		{"addr", "add", n.outer + "/24", "dev", n.cable},
		{"link", "set", n.cable, "up"},
		{"-n", name, "addr", "add", n.inner + "/24", "dev", "eth0"},
		{"-n", name, "link", "set", "eth0", "up"},
		{"-n", name, "link", "set", "lo", "up"},
	} {
		if err := ip(args...); err != nil {
			n.remove()
			return nil, err
		}
	}
	return n, nil
}

func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %v: %w: %s", args, err, bytes.TrimSpace(out))
	}
	return nil
}

// cut lets nothing through any more, and says so to nobody; mend undoes it.
func (n *namespace) cut() error { return ip("-n", n.name, "link", "set", "eth0", "down") }

func (n *namespace) mend() error { return ip("-n", n.name, "link", "set", "eth0", "up") }

// inside is a command that runs in the namespace.
func (n *namespace) inside(c *exec.Cmd) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", n.name}, c.Args...)...)
}

// remove removes it, when nothing runs in it any more.
func (n *namespace) remove() { _ = ip("netns", "del", n.name) } // the cable goes with it
