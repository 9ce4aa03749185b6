//go:build !js

package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"perihelion/client/lang"
	"perihelion/client/scene"
)

// parseOptions reads the command line. It exits after -h and -version.
func parseOptions() (opt options, err error) {
	f := flag.NewFlagSet("perihelion", flag.ExitOnError)
	f.StringVar(&opt.Server, "server", "http://localhost:8080", "`URL` of the server")
	f.StringVar(&opt.Name, "name", "", "your `name` in the game")
	f.BoolVar(&opt.Play, "play", false, "straight into a match")
	f.StringVar(&opt.Room, "room", "", "straight into the private room with this `code`")
	f.StringVar(&opt.Edit, "edit", "", "with -room: the `key` by which you may edit its arena, edit= in the link to it")
	replay := f.String("replay", "", "straight to the recorded match with this `id`, or the link to one")
	f.StringVar(&opt.Watch, "watch", "", "straight to watching the room with this `id` or code")
	f.StringVar(&opt.Arena, "arena", "", "straight into a private room in the arena of players with this `id`")
	f.StringVar(&opt.Language, "lang", "", "the `language` of this run: "+languageTags()+"; that of the settings or the system otherwise")
	f.BoolVar(&opt.Bot, "bot", false, "let a bot fly; only on a server for developers")
	f.BoolVar(&opt.Dev, "dev", false, "for developers: F4 bends the network")
	f.StringVar(&opt.Netsim, "netsim", "", "with -dev: the `network` to begin with, such as \"120ms jitter 20ms\"")
	f.BoolVar(&opt.silent, "noaudio", false, "no sound")
	f.BoolVar(&opt.noChat, "nochat", false, "no chat")
	f.BoolVar(&opt.fullscreen, "fullscreen", false, "fill the screen")
	size := f.String("size", "1280x720", "`WxH` of the window")
	f.StringVar(&opt.screenshot, "shot", "", "write a picture to this `file` and stop; see -after")
	f.DurationVar(&opt.screenshotAfter, "after", 5*time.Second, "how long after the start to take the picture")
	stateFile := f.String("state", "", "write what happens to this `file`, as JSON, once a second")
	printVersion := f.Bool("version", false, "print the version and exit")
	if err := f.Parse(os.Args[1:]); err != nil {
		return opt, err
	}
	if *printVersion {
		fmt.Println(version)
		os.Exit(0)
	}
	opt.Replay = parseReplay(*replay)
	if f.NArg() > 0 {
		return opt, fmt.Errorf("there is no argument %q; see -h", f.Arg(0))
	}
	if err := opt.check(*size); err != nil {
		return opt, err
	}
	opt.exposeState = func(g *scene.Game, _ *scene.Deps) { exposeState(g, *stateFile) }
	return opt, nil
}

// check refuses what no option can be, and reads the language of the system.
func (opt *options) check(size string) error {
	opt.SystemLanguages = []string{cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))}
	if _, ok := lang.Find(opt.Language); !ok && opt.Language != "" {
		return fmt.Errorf("-lang %q is none of %s", opt.Language, languageTags())
	}
	if n, err := fmt.Sscanf(size, "%dx%d", &opt.width, &opt.height); n != 2 || err != nil || opt.width < 1 || opt.height < 1 {
		return fmt.Errorf("-size %q is not like 1280x720", size)
	}
	if opt.Edit != "" && opt.Room == "" {
		return errors.New("-edit is the key of a room: add -room")
	}
	if opt.Netsim != "" && !opt.Dev {
		return errors.New("-netsim is for developers: add -dev")
	}
	return nil
}

// languageTags lists the languages that there are.
func languageTags() string {
	var tags []string
	for _, l := range lang.All {
		tags = append(tags, l.Tag)
	}
	return strings.Join(tags, ", ")
}

// exposeState writes the state to a file once a second until the process ends. With an
// empty file name it does nothing.
func exposeState(g *scene.Game, file string) {
	if file == "" {
		return
	}
	g.StateWanted = func() bool { return true }
	go func() {
		for range time.Tick(time.Second) {
			if err := replaceFile(file, g.StateJSON()); err != nil {
				fmt.Fprintln(os.Stderr, "perihelion: state not written:", err)
			}
		}
	}()
}

// replaceFile replaces a file as a whole, so that readers never see a part of it.
func replaceFile(path string, text []byte) error {
	next := path + ".new"
	if err := os.WriteFile(next, text, 0o644); err != nil {
		return err
	}
	return os.Rename(next, path)
}
