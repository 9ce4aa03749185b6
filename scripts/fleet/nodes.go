package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"perihelion/server/ops/config"
)

// addNodes prepares the servers and the proxy before them, by the Caddyfile for many.
func (f *fleet) addNodes(n int, program, databaseURL string) error {
	front, err := freeAddr()
	if err != nil {
		return err
	}
	players, err := f.addLink(loopback, "tcp", front, f.rtt/2)
	if err != nil {
		return err
	}
	f.url = "http://" + players
	key, err := writeKey(filepath.Join(f.dir, "signing-key.pem"))
	if err != nil {
		return err
	}
	if f.admin, err = freeAddr(); err != nil {
		return err
	}
	if len(f.spaces) > 0 {
		f.admin = f.spaces[0].inner + ":9090"
	}
	var paths, all strings.Builder
	for i := range n {
		node, err := f.newNode(i, program, databaseURL, key)
		if err != nil {
			return err
		}
		f.nodes = append(f.nodes, node)
		fmt.Fprintf(&paths, "\thandle_path /n/%s/* {\n\t\treverse_proxy %s\n\t}\n", node.name, node.addr)
		all.WriteString(" " + node.addr)
	}
	return f.addProxy(front, paths.String(), all.String())
}

// newNode prepares a server. What two servers say to each other passes the links of both to NATS.
func (f *fleet) newNode(i int, program, databaseURL, key string) (node *process, err error) {
	name, adminAddr, host := "n"+strconv.Itoa(i+1), config.Off, loopback
	var addr string
	if len(f.spaces) > 0 {
		host, addr = f.spaces[i].outer, f.spaces[i].inner+":8080"
	} else if addr, err = freeAddr(); err != nil {
		return nil, err
	}
	if i == 0 { // whose page shows all
		adminAddr = f.admin
	}
	nats, err := f.addLink(host, "tcp", f.nats.addr, f.rtt/4)
	if err != nil {
		return nil, err
	}
	database, err := f.addLink(host, "unix", f.database.addr, 0)
	if err != nil {
		return nil, err
	}
	settings := []string{
		"HTTP_ADDR=" + addr, "ADMIN_ADDR=" + adminAddr, "ADMIN_TOKEN=" + f.password, "NODE_ID=" + name, "DATA_DIR=" + filepath.Join(f.dir, name), "DATABASE_URL=" + fmt.Sprintf(databaseURL, database),
		"NATS_URL=nats://server:" + f.password + "@" + nats, "PUBLIC_URL=" + f.url, "NODE_URL=" + f.url + "/n/" + name,
		"SIGNING_KEY_FILE=" + key, "REPLAY_URL=file://" + filepath.Join(f.dir, "replays"), "TRUSTED_PROXIES=" + host, "WEB_DIR=" + os.Getenv(config.Prefix+"WEB_DIR"),
	}
	return &process{name: name, log: f.logFile(name), addr: addr, make: func() *exec.Cmd {
		c := exec.Command(program)
		if len(f.spaces) > 0 {
			c = f.spaces[i].inside(c)
		}
		c.Env = os.Environ()
		for _, s := range settings {
			c.Env = append(c.Env, config.Prefix+s)
		}
		return c
	}}, nil
}

// addLink is the address at host that leads to another one.
func (f *fleet) addLink(host, network, to string, oneWay time.Duration) (string, error) {
	l, err := newLink(host, network, to, oneWay)
	if err != nil {
		return "", err
	}
	f.links = append(f.links, l)
	return l.addr(), nil
}

// addProxy prepares Caddy with the shipped file, for these servers on this machine.
func (f *fleet) addProxy(front, paths, all string) error {
	program, err := exec.LookPath("caddy")
	if err != nil {
		return errors.New("caddy is not installed; `make setup` installs it")
	}
	file := filepath.Join(f.dir, "Caddyfile")
	shipped, err := os.ReadFile(proxyConfig)
	if err != nil {
		return err
	}
	text := string(shipped)
	for _, change := range []struct{ from, to string }{
		{`play\.example\.com \{`, "{\n\tadmin off\n\tauto_https off\n}\nhttp://" + front + " {"},
		{`(?s)\thandle_path /n/n1/.*\n\n`, paths + "\n"},
		{`reverse_proxy 10\.0\.0\.1:8080 10.* \{`, "reverse_proxy" + all + " {"},
	} {
		pattern := regexp.MustCompile(change.from)
		if len(pattern.FindAllString(text, -1)) != 1 {
			return fmt.Errorf("%s has not one place like %s", proxyConfig, change.from)
		}
		text = pattern.ReplaceAllLiteralString(text, change.to)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return err
	}
	f.proxy = &process{name: "caddy", log: f.logFile("caddy"), addr: front, make: func() *exec.Cmd {
		c := exec.Command(program, "run", "--adapter", "caddyfile", "--config", file)
		c.Env = append(os.Environ(), "HOME="+f.dir, "XDG_DATA_HOME="+f.dir, "XDG_CONFIG_HOME="+f.dir)
		return c
	}}
	return nil
}

// writeKey makes the key that all servers sign with.
func writeKey(file string) (string, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	return file, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)
}
