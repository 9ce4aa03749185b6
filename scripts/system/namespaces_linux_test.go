package system

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

const (
	serverNet, playerNet   = "server", "player" // namespaces
	serverAddr, playerAddr = "10.77.1.1", "10.77.1.2"
	tunDevice              = "perihelion0"
	protocolUDP            = 17
)

// kernelLink is a link between two network namespaces: each has a TUN device, and this process
// carries the packets. What is above is the kernel's, so that a lost packet is one for its TCP.
type kernelLink struct {
	names map[string]string // of the namespaces

	mu       sync.Mutex // protects what follows
	loss     float64
	blockUDP bool
	lost     int
}

const oneWay = 15 * time.Millisecond

// newKernelLink makes both namespaces, until the end of the test, which is skipped where that
// cannot be done.
func newKernelLink(t *testing.T) *kernelLink {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root, so packets lost by a kernel are not tested")
	}
	l := &kernelLink{names: map[string]string{}}
	var files []*os.File
	for name, addr := range map[string]string{serverNet: serverAddr, playerNet: playerAddr} {
		own := fmt.Sprintf("perihelion-%s-%d", name, os.Getpid())
		if out, err := exec.Command("ip", "netns", "add", own).CombinedOutput(); err != nil {
			t.Skipf("there are no network namespaces here, so packets lost by a kernel are not tested: %v: %s", err, out)
		}
		t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", own).Run() })
		l.names[name] = own
		f, err := openTUN(own)
		if err != nil {
			t.Skipf("there are no TUN devices here, so packets lost by a kernel are not tested: %v", err)
		}
		t.Cleanup(func() { _ = f.Close() })
		files = append(files, f)
		for _, args := range [][]string{
			{"addr", "add", addr + "/24", "dev", tunDevice}, {"link", "set", tunDevice, "up"}, {"link", "set", "lo", "up"},
		} {
			if out, err := exec.Command("ip", append([]string{"-n", own}, args...)...).CombinedOutput(); err != nil {
				t.Fatalf("ip %v: %v: %s", args, err, out)
			}
		}
	}
	go l.carry(files[0], files[1]) // both end with the devices
	go l.carry(files[1], files[0])
	return l
}

// openTUN makes the device in a namespace.
func openTUN(namespace string) (f *os.File, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // for good: the thread ends with this goroutine, in the other namespace
		f, err = openTUNHere("/run/netns/" + namespace)
	}()
	<-done
	return f, err
}

func openTUNHere(namespace string) (*os.File, error) {
	ns, err := os.Open(namespace)
	if err != nil {
		return nil, err
	}
	defer ns.Close()
	if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET); err != nil {
		return nil, fmt.Errorf("enter %s: %w", namespace, err)
	}
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	request, err := unix.NewIfreq(tunDevice)
	if err != nil {
		return nil, err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), tunDevice), nil
}

// delayed is a packet on its way.
type delayed struct {
	packet []byte
	at     time.Time
}

// carry carries packets one way, until a device is closed.
func (l *kernelLink) carry(from, to *os.File) {
	way := make(chan delayed, 1024)
	defer close(way)
	go func() {
		for d := range way {
			time.Sleep(time.Until(d.at))
			_, _ = to.Write(d.packet)
		}
	}()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		if p := buffer[:n]; !l.drops(p) {
			way <- delayed{append([]byte(nil), p...), time.Now().Add(oneWay)}
		}
	}
}

// drops reports whether a packet is lost, and counts it.
func (l *kernelLink) drops(p []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(p) < 20 || p[0]>>4 != 4 {
		return true
	}
	if rand.Float64() < l.loss || l.blockUDP && p[9] == protocolUDP {
		l.lost++
		return true
	}
	return false
}

// set changes the link for the packets to come.
func (l *kernelLink) set(loss float64, blockUDP bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loss, l.blockUDP = loss, blockUDP
}

// command is this program in a namespace, as the test of that name alone, with one more
// variable in its environment.
func (l *kernelLink) command(namespace, test string) (program string, args []string) {
	return "ip", []string{"netns", "exec", l.names[namespace], os.Args[0], "-test.run=^" + test + "$", "-test.timeout=10m"}
}
