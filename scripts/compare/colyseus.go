package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"
)

//go:embed colyseus
var colyseusFiles embed.FS

// installColyseus installs what the server needs into dir, unless it is there.
func installColyseus(ctx context.Context, dir string) error {
	files, err := fs.Sub(colyseusFiles, "colyseus")
	if err != nil {
		return err
	}
	old, _ := os.ReadFile(filepath.Join(dir, "package.json"))
	now, err := fs.ReadFile(files, "package.json")
	if err != nil {
		return err
	}
	if err := copyFiles(dir, files); err != nil || colyseusInstalled(dir) && bytes.Equal(old, now) {
		return err
	}
	npm := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
	npm.Dir, npm.Stdout, npm.Stderr = dir, os.Stderr, os.Stderr
	if err := npm.Run(); err != nil {
		return fmt.Errorf("npm install in %s: %w", dir, err)
	}
	return nil
}

func colyseusInstalled(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "node_modules", "@colyseus", "core"))
	return err == nil
}

// copyFiles copies the files of a folder to dir.
func copyFiles(dir string, files fs.FS) error {
	names, err := fs.Glob(files, "*")
	for _, name := range names {
		b, readErr := fs.ReadFile(files, name)
		err = errors.Join(err, readErr, os.WriteFile(filepath.Join(dir, name), b, 0o644))
	}
	return err
}

// nodeProgram is the Node.js that came with the installation, or else that of the system.
func nodeProgram(dir string) string {
	arch := strings.Replace(runtime.GOARCH, "amd64", "x64", 1)
	own, err := filepath.Abs(filepath.Join(dir, "node_modules", "node-"+runtime.GOOS+"-"+arch, "bin", "node"))
	if err == nil {
		_, err = os.Stat(own)
	}
	if err != nil {
		return "node"
	}
	return own
}

func startColyseus(core int, dir string, w *work) (*harness.Process, error) {
	type size struct {
		HalfWidth  int `json:"halfWidth"`
		HalfHeight int `json:"halfHeight"`
	}
	args := struct {
		Seats  int   `json:"seats"`
		Rate   int   `json:"rate"`
		Radius int32 `json:"radius"`
		View   *size `json:"view,omitempty"`
	}{Seats: w.seats, Rate: w.rate, Radius: w.radius()}
	if w.views {
		args.View = &size{viewHalfWidth, viewHalfHeight}
	}
	arg, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	return harness.StartProcess(core, []string{"NODE_ENV=production"}, nodeProgram(dir), filepath.Join(dir, "server.mjs"), string(arg))
}

// colyseus is how pilots get in: the first of each room creates it, the others join it.
type colyseus struct {
	url   string
	seats int

	mu    sync.Mutex
	rooms map[int]*colyseusRoom
}

type colyseusRoom struct {
	mu sync.Mutex
	id string // empty: not created yet
}

func newColyseus(url string, seats int) *colyseus {
	return &colyseus{url: url, seats: seats, rooms: map[int]*colyseusRoom{}}
}

func (c *colyseus) room(n int) *colyseusRoom {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rooms[n] == nil {
		c.rooms[n] = &colyseusRoom{}
	}
	return c.rooms[n]
}

func (c *colyseus) Seat(ctx context.Context, n int) (pilots.Seat, error) {
	r := c.room(n / c.seats)
	r.mu.Lock()
	path := "joinById/" + r.id
	if r.id == "" {
		path = "create/arena"
		defer r.mu.Unlock() // the others wait until there is a room to join
	} else {
		r.mu.Unlock()
	}
	var seat struct{ RoomID, ProcessID, SessionID, Error string }
	err := postJSON(ctx, c.url+"/matchmake/"+path, &seat)
	if err == nil && seat.SessionID == "" {
		err = fmt.Errorf("%s: no seat: %s", path, seat.Error)
	}
	if err != nil {
		return pilots.Seat{}, err
	}
	if r.id == "" {
		r.id = seat.RoomID
	}
	ws := strings.Replace(c.url, "http", "ws", 1)
	return pilots.Seat{URL: fmt.Sprintf("%s/%s/%s?sessionId=%s", ws, seat.ProcessID, seat.RoomID, seat.SessionID), Talk: &colyseusTalk{}}, nil
}

// postJSON posts an empty object and decodes the answer.
func postJSON(ctx context.Context, url string, dst any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }() // the body has been read
	return json.NewDecoder(resp.Body).Decode(dst)
}

// The messages of Colyseus that a pilot needs: the low five bits of the first byte.
const (
	colyseusJoin      = 10 // the server's greeting, and the client's answer
	colyseusPatch     = 15
	colyseusBytes     = 17 // of the client: a message of raw bytes, and its number
	colyseusInputs    = 1  // the number that server.mjs gives it
	colyseusCodeMask  = 0x1f
	colyseusErrorCode = 11
)

// colyseusTalk speaks the protocol of Colyseus 0.18. It does not decode the state.
type colyseusTalk struct {
	joined bool
	tick   uint32
}

func (*colyseusTalk) Hello() []byte { return nil }

func (t *colyseusTalk) Receive(frame []byte) (pilots.Received, error) {
	if len(frame) == 0 {
		return pilots.Received{}, errors.New("colyseus: an empty message")
	}
	switch frame[0] & colyseusCodeMask {
	case colyseusJoin:
		t.joined = true
		return pilots.Received{Reply: []byte{colyseusJoin}}, nil
	case colyseusErrorCode:
		return pilots.Received{}, fmt.Errorf("colyseus: %q", frame[1:])
	case colyseusPatch:
		return pilots.Received{Snapshot: true}, nil
	}
	return pilots.Received{}, nil
}

func (t *colyseusTalk) AppendInputs(dst []byte, fly pilots.Flight) []byte {
	if !t.joined {
		return dst
	}
	return packInputs(append(dst, colyseusBytes, colyseusInputs), &t.tick, fly)
}
