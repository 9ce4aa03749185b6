package harness

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// clockTick is the unit of times in /proc: USER_HZ, the same on every Linux.
const clockTick = 10 * time.Millisecond

// Usage is what a process has used of the machine so far.
type Usage struct {
	At       time.Time
	CPU      time.Duration // of all cores, for the program and for the system on its behalf
	RSS      int           // bytes in memory now
	Switches int           // how often its threads went to sleep
}

// Usage reads what the process has used so far, which Linux alone tells.
func (p *Process) Usage() (u Usage, err error) {
	dir := filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid))
	u.At = time.Now()
	if u.CPU, err = cpuTime(dir); err != nil {
		return u, err
	}
	pages, err := procNumbers(filepath.Join(dir, "statm"))
	if err != nil {
		return u, err
	}
	u.RSS = pages[1] * os.Getpagesize()
	threads, err := filepath.Glob(filepath.Join(dir, "task", "*", "status"))
	for _, file := range threads {
		b, readErr := os.ReadFile(file)
		if errors.Is(readErr, os.ErrNotExist) {
			continue // the thread has ended
		}
		u.Switches += statusNumber(string(b), "voluntary_ctxt_switches:")
		err = errors.Join(err, readErr)
	}
	return u, err
}

// OwnCPU is the time that this process has used of the cores so far.
func OwnCPU() (time.Duration, error) { return cpuTime("/proc/self") }

func cpuTime(dir string) (time.Duration, error) {
	const user, system = 11, 12 // of the words from the state on
	n, err := procNumbers(filepath.Join(dir, "stat"))
	if err != nil {
		return 0, err
	}
	return time.Duration(n[user]+n[system]) * clockTick, nil
}

// procNumbers are the numbers in a file of /proc, behind the name of the program in
// brackets, which may hold blanks; 0 for a word that is none.
func procNumbers(file string) (numbers []int, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("what a process uses is known on Linux only: %w", err)
	}
	text := string(b)
	words := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	numbers = make([]int, len(words))
	for i, word := range words {
		numbers[i], _ = strconv.Atoi(word)
	}
	return numbers, nil
}

// statusNumber is the number behind a name at the start of a line.
func statusNumber(text, name string) int {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			n, _ := strconv.Atoi(strings.TrimSpace(rest))
			return n
		}
	}
	return 0
}
