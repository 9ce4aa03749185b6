package scene

import (
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/game/faces"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// matchScreens are the screens of a match and of what lies over it.
func matchScreens() []screen {
	in := func(name string, set func(m *matchScene, v *netcode.View), see string) screen {
		return screen{name, func(p *screenCheck) []scene { return []scene{p.matchScene(ships.Skirmish, set)} }, see}
	}
	sided := func(name string, mode *sim.Mode, set func(m *matchScene, v *netcode.View), see string) screen {
		return screen{name, func(p *screenCheck) []scene { return []scene{p.matchScene(mode, set)} }, see}
	}
	over := func(name string, top func(m *matchScene) scene, see string) screen {
		return screen{name, func(p *screenCheck) []scene {
			m := p.matchScene(ships.Skirmish, fighting)
			return []scene{m, top(m)}
		}, see}
	}
	list := []screen{
		{"entering", func(p *screenCheck) []scene {
			return []scene{p.matchScene(ships.Skirmish, func(m *matchScene, _ *netcode.View) { m.view = nil })}
		}, "Entering"},
		in("warm-up", func(m *matchScene, v *netcode.View) { phase(v, sim.PhaseWarmup, 0) }, "WARM-UP"),
		sided("warm-up of a duel", ships.Duel, func(m *matchScene, v *netcode.View) { phase(v, sim.PhaseWarmup, 0); v.Code = "" }, "WARM-UP"),
		in("countdown", func(m *matchScene, v *netcode.View) { phase(v, sim.PhaseCountdown, 3) }, "Round"),
		in("fight", func(m *matchScene, v *netcode.View) {}, "FIGHT"),
		in("live", fighting, longBot),
		in("live, the gauges", fighting, "28"),
		sided("live, teams", ships.Teams, fighting, longBot),
		sided("live, a duel", ships.Duel, fighting, longGuest),
		in("a kill of ours", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			v.Events = []sim.Event{killEvent(0, 3, ships.WeaponRail)}
		}, "destroyed"),
		in("dead", func(m *matchScene, v *netcode.View) { fighting(m, v); killedByEight(v) }, "back in"),
		in("dead, to choose a ship", func(m *matchScene, v *netcode.View) { fighting(m, v); killedByEight(v) }, "WARDEN"),
		in("dead, with the receipt", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			killedByEight(v)
			m.openReceipt(v)
		}, "caught up by"),
		in("an offer of refits", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			v.Own[ships.OwnRefits] = 1<<ships.RefitForks | 1<<ships.RefitPlating | 1<<ships.RefitCapacitor
			v.Own[ships.OwnOffer] = 2 | int32(ships.RefitLens)<<3 | int32(ships.RefitMirror)<<6
		}, "MIRROR"),
		sided("beacon", ships.Beacon, func(m *matchScene, v *netcode.View) { fighting(m, v); goal(v, sim.NoPlayer, 1, 2) }, "WE HOLD THE BEACON"),
		sided("comet", ships.Comet, func(m *matchScene, v *netcode.View) { fighting(m, v); goal(v, 5, 0, 128) }, "HAS THE COMET"),
		sided("a powerup to come", ships.Teams, func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			addPowerup(v, ships.PowerupSalvo, 5, sim.NoPlayer, 120, -90)
		}, "OPENS IN"),
		sided("a powerup in a beacon", ships.Beacon, func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			goal(v, sim.NoPlayer, 1, 2)
			addPowerup(v, ships.PowerupOverdrive, -5, 3, 900, 900)
		}, "IS BEING TAKEN"),
		sided("crown", ships.Crown, func(m *matchScene, v *netcode.View) { fighting(m, v); goal(v, 0, 0, 7) }, "YOU WEAR THE CROWN"),
		sided("race", ships.Race, func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			racers(v)
			m.cam.X, m.cam.Y = 400, 1100
			v.Own[ships.OwnX], v.Own[ships.OwnY] = 480<<16, 1000<<16
			v.OwnPrev = v.Own
		}, "LAP 3 OF 6"),
		sided("race, the first has finished", ships.Race, func(m *matchScene, v *netcode.View) { racers(v); phase(v, sim.PhaseLive, 41) }, "LAP 3 OF 6"),
		in("kill-cam", func(m *matchScene, v *netcode.View) { fighting(m, v); killedByEight(v); m.showKillCam() }, "HOW YOU WERE KILLED"),
		in("podium", func(m *matchScene, v *netcode.View) { fighting(m, v); podium(v) }, "Sharpest"),
		in("podium with a vote", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			podium(v)
			own := ships.Rules.About().Arenas
			v.Config.Arenas = &own
			v.Seen = append(v.Seen, netcode.Seen{ID: 5129, Kind: ships.KindVote, To: sim.Words{2, 3, 5, 1, 0, 3, 2, 6}, T: 1})
		}, "NEXT ARENA"),
		sided("podium, teams", ships.Teams, func(m *matchScene, v *netcode.View) { fighting(m, v); podium(v); m.gain.Rating = "+12.3" }, "Sharpest"),
		{"podium with a level", func(p *screenCheck) []scene {
			p.showLevel()
			return []scene{p.matchScene(ships.Skirmish, func(m *matchScene, v *netcode.View) {
				fighting(m, v)
				podium(v)
				m.gain.Rating = "+1.2"
				m.gain.Experience = 188
				m.gain.Known, m.gain.Season = true, api.Rating{Season: 12, Matches: 3, Placement: 5}
			})}
		}, "placement"},
		{"podium against bots", func(p *screenCheck) []scene {
			p.showLevel()
			return []scene{p.matchScene(ships.Skirmish, func(m *matchScene, v *netcode.View) {
				fighting(m, v)
				podium(v)
				m.gain.Known, m.gain.Experience = true, 95
			})}
		}, "NOT RATED"},
		{"podium with a new level", func(p *screenCheck) []scene {
			p.showLevel()
			return []scene{p.matchScene(ships.Teams, func(m *matchScene, v *netcode.View) {
				fighting(m, v)
				podium(v)
				m.gain.Experience, m.gain.LevelUp = 250, true
				m.gain.Rating = "+4.1"
				m.gain.Known, m.gain.Season = true, api.Rating{Season: 12, Matches: 5, Placement: 5, Rank: 1234}
			})}
		}, "PLACEMENT DONE"},
		in("scoreboard", func(m *matchScene, v *netcode.View) { fighting(m, v); m.showScores = true }, "SCOREBOARD"),
		sided("scoreboard, teams", ships.Teams, func(m *matchScene, v *netcode.View) { fighting(m, v); m.showScores = true }, "PING"),
		sided("scoreboard, a duel", ships.Duel, func(m *matchScene, v *netcode.View) { fighting(m, v); m.showScores = true }, "PING"),
		in("net graph", func(m *matchScene, v *netcode.View) { fighting(m, v); m.showNetGraph = true }, "28"),
		in("net graph, dead", func(m *matchScene, v *netcode.View) { fighting(m, v); killedByEight(v); m.showNetGraph = true }, "back in"),
		in("net graph, scoreboard", func(m *matchScene, v *netcode.View) { fighting(m, v); m.showScores, m.showNetGraph = true, true }, "SCOREBOARD"),
		in("net graph, podium", func(m *matchScene, v *netcode.View) { fighting(m, v); podium(v); m.showNetGraph = true }, "Sharpest"),
		in("a slow link", func(m *matchScene, v *netcode.View) { fighting(m, v); v.Stats.SendRate = 2; runFrames(m, v, 100) }, "Your connection is very slow"),
		in("silence", func(m *matchScene, v *netcode.View) { fighting(m, v); m.hud.Update(v, 1) }, "No answer from the server"),
		in("a notice", func(m *matchScene, v *netcode.View) { fighting(m, v); v.Notice = longNotice() }, "maintenance"),
		sided("a notice, teams", ships.Teams, func(m *matchScene, v *netcode.View) { fighting(m, v); v.Notice = longNotice() }, "maintenance"),
		in("a notice in a countdown", func(m *matchScene, v *netcode.View) { phase(v, sim.PhaseCountdown, 3); v.Notice = longNotice() }, "maintenance"),
		in("chat", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			m.chat.openFor(protocol.ChannelRoom)
			m.keysTaken = true
		}, "28"),
		sided("chat that went wrong", ships.Teams, func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			m.chat.openFor(protocol.ChannelTeam)
			m.chat.errText, m.keysTaken = online.Sentence("you say too much at once: wait a moment"), true
		}, "TEAM"),
		in("wheel", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			m.wheel = chatWheel{open: true, staysOpen: true, selected: 2}
		}, "Good luck!"),
		sided("wheel of a side", ships.Teams, func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			m.wheel = chatWheel{open: true, channel: protocol.ChannelTeam, selected: -1}
		}, "Follow me!"),
		in("connection lost", func(m *matchScene, v *netcode.View) { fighting(m, v); m.session.LostAt = time.Unix(1_799_999_999, 0) }, "Connection lost"),
		over("pause", func(m *matchScene) scene { return newPauseMenu(m) }, "RESUME"),
		over("pause, asked whether to leave", func(m *matchScene) scene { m.leaveAsked = true; return newPauseMenu(m) }, "Back once more"),
		over("pause, deserted", func(m *matchScene) scene {
			m.view.Code, m.view.Config.Mode = "", ships.Duel
			return newPauseMenu(m)
		}, "LEAVE"),
		over("players of a match", func(m *matchScene) scene {
			s := newPlayersScene(m)
			s.listPlayers()
			return s
		}, longGuest),
		over("settings in a match", func(m *matchScene) scene { return newSettingsScene(m.deps) }, "Volume"),
		in("a bent network", func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			m.deps.Lab, _ = online.NewLab(online.LabNetworks()[1].Name)
		}, "F4"),
		over("laboratory", func(m *matchScene) scene {
			m.deps.Lab, _ = online.NewLab("")
			return newLabPanel(m.deps)
		}, "LABORATORY"),
	}
	for _, a := range ships.Rules.About().Arenas {
		list = append(list, in("arena "+a.Name, func(m *matchScene, v *netcode.View) {
			v.Config.Arenas, v.Config.Arena = &sim.Arenas{a}, a
			fighting(m, v)
			besideTheStar(v)
		}, longBot))
	}
	_, hulls := faces.All[0].(game.Loadouter).Loadouts()
	for i, name := range hulls {
		list = append(list, in("hull "+strings.ToLower(name), func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			v.Own[ships.OwnClass] = int32(i)
			besideTheStar(v)
		}, longBot))
	}
	list = append(list, sided("swarm", ships.Swarm, fighting, longBot))
	for i, row := range faces.All[0].Lessons() {
		words := strings.Fields(row.Text)
		list = append(list, in("lesson "+row.Name, func(m *matchScene, v *netcode.View) {
			fighting(m, v)
			m.showLesson(i)
		}, words[len(words)-1]))
	}
	return append(list,
		in("lesson and net graph", func(m *matchScene, v *netcode.View) { fighting(m, v); m.showLesson(2); m.showNetGraph = true }, ""),
	)
}

// showLesson puts a lesson on the screen.
func (m *matchScene) showLesson(i int) {
	m.lessons = m.deps.newLessons()
	m.lessons.shown, m.lessons.age = i, 1
}

// matchScene is a match in progress, which set modifies.
func (p *screenCheck) matchScene(mode *sim.Mode, set func(m *matchScene, v *netcode.View)) *matchScene {
	in := &sprites.Renderer{Atlas: p.sheet}
	if p.deps.renderer != nil {
		in = p.deps.renderer.Sprites
	}
	m := &matchScene{deps: p.deps, chat: newChatInput(), session: &online.Session{Played: true}}
	if err := m.showGame(p.deps.Games[0]); err != nil {
		panic(err)
	}
	m.hud = hud.New(m.play, in, p.pen)
	m.lessons.rows = nil
	m.cam = render.Camera{Scale: render.ViewScale(&ships.Rules.About().View, p.frame.w, p.frame.h), W: p.frame.w, H: p.frame.h}
	seats := 16
	if mode == ships.Duel {
		seats = 2
	}
	v := &netcode.View{Ready: true, Me: 0, Room: "r", Code: "NOVA42", Config: sim.Config{Seats: seats, Seed: 1, Mode: mode}, Tick: 1000, OwnTick: 1010}
	v.Own[ships.OwnAlive], v.Own[ships.OwnHull], v.Own[ships.OwnShield], v.Own[ships.OwnItem] = 1, 28<<16, 60<<16, int32(ships.ItemMine)
	v.OwnPrev = v.Own
	v.Stats.Snapshots, v.Stats.RTT, v.Stats.Jitter, v.Stats.Slack, v.Stats.ServerTick = 1000, 123*time.Millisecond, 45*time.Millisecond, -17*time.Millisecond, 1234567
	p.addPlayers(m, v)
	phase(v, sim.PhaseCountdown, 1)
	m.view = v
	m.hud.Update(v, 1./60)
	phase(v, sim.PhaseLive, 200)
	set(m, v)
	if m.view != nil {
		m.hud.Update(v, 1./60)
		v.Events, v.Chat = nil, nil
		m.hud.Update(v, .3) // so that no animation runs any more
	}
	return m
}

// addPlayers fills all seats, and puts ships where they could collide with texts: below
// the map and the ranking, beside each other, at the edges.
func (p *screenCheck) addPlayers(m *matchScene, v *netcode.View) {
	names := []string{longGuest, longBot, widestName, longGuest, "Łukasz Żółć"}
	at := [][2]float32{{.05, .1}, {.06, .4}, {.4, .4}, {.43, .41}, {.62, .3}, {.9, .1}, {.8, .5}, {.3, .72}, {.5, .75}, {.12, .66}, {.97, .9}, {.5, .06}, {.7, .8}, {.2, .97}, {.34, .2}}
	for i := range v.Config.Seats {
		id := sim.PlayerID(i)
		name := names[i%len(names)]
		v.Roster = append(v.Roster, protocol.Player{ID: id, Name: name, Bot: name == longBot, Ping: 88 + i, Away: i == 8, Looks: protocol.Looks{Title: uint8(i % 13), Trail: uint8(i % 5)}})
		if i == 0 {
			continue
		}
		x, y := m.cam.ToWorld(at[i-1][0]*float32(p.frame.w), at[i-1][1]*float32(p.frame.h))
		s := netcode.Seen{ID: ships.ShipID(id), Kind: ships.KindShip}
		s.To[ships.ShipX], s.To[ships.ShipY], s.To[ships.ShipHull], s.To[ships.ShipShield] = int32(x*16), int32(y*16), 70, 40
		s.To[ships.ShipClass] = int32(i) % int32(ships.Classes)
		s.From = s.To
		v.Seen = append(v.Seen, s)
	}
	for i := range v.Config.Seats {
		s := netcode.Seen{ID: ships.ScoreID(sim.PlayerID(i)), Kind: ships.KindScore}
		s.To[ships.ScorePoints], s.To[ships.ScoreKills], s.To[ships.ScoreDeaths], s.To[ships.ScoreStreak] = int32(888+i), 188, 177, 12
		s.To[ships.ScoreClass] = int32(i) % int32(ships.Classes)
		v.Seen = append(v.Seen, s)
	}
	v.Seen = append(v.Seen, netcode.Seen{ID: 1 << 15, Kind: ships.KindMatch})
}

// goal adds the goal of a mode: who has it, which team, and how far it is.
func goal(v *netcode.View, holder sim.PlayerID, team, progress int32) {
	e := netcode.Seen{ID: ships.GoalID, Kind: ships.KindGoal}
	e.To = sim.Words{int32(holder), team, 9000, 420, progress, 20, 12}
	last := len(v.Seen) - 1
	v.Seen = append(v.Seen[:last], e, v.Seen[last])
}

// racers puts players on the course, the own one in the third lap, behind others.
func racers(v *netcode.View) {
	last := len(v.Seen) - 1
	match := v.Seen[last]
	v.Seen = v.Seen[:last]
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == ships.KindScore {
			e.To[ships.ScorePoints] = 13
		}
	}
	for i := range v.Config.Seats {
		e := netcode.Seen{ID: ships.RacerID(sim.PlayerID(i)), Kind: ships.KindRacer}
		e.To = sim.Words{900 - 84*int32(min(i, 1)), 500, 1872}
		v.Seen = append(v.Seen, e)
	}
	v.Seen = append(v.Seen, match)
}

// addPowerup adds a powerup that opens in some seconds, or whom somebody takes.
func addPowerup(v *netcode.View, gives ships.Powerup, seconds int, holder sim.PlayerID, x, y int32) {
	e := netcode.Seen{ID: ships.PowerupID, Kind: ships.KindPowerup}
	e.To = sim.Words{x * 16, y * 16, int32(gives), int32(v.Tick) + int32(seconds*v.Config.TicksPerSecond()), int32(holder), 140}
	last := len(v.Seen) - 1
	v.Seen = append(v.Seen[:last], e, v.Seen[last])
}

// phase sets the phase of the round and its remaining seconds.
func phase(v *netcode.View, ph sim.Phase, seconds int) {
	w := &v.Seen[len(v.Seen)-1].To
	w[ships.MatchPhase], w[ships.MatchRound], w[ships.MatchLeader], w[ships.MatchLimit], w[ships.MatchTeam1], w[ships.MatchTeam2] = int32(ph), 12, 3, 2000, 1888, 1999
	w[ships.MatchEnds] = 0
	if seconds > 0 {
		w[ships.MatchEnds] = int32(v.Tick) + int32(seconds*v.Config.TicksPerSecond())
	}
}

// fighting fills the kill feed and the chat.
func fighting(m *matchScene, v *netcode.View) {
	n := sim.PlayerID(v.Config.Seats)
	for i := range sim.PlayerID(6) {
		v.Events = append(v.Events, killEvent((2*i+1)%n, (2*i+2)%n, ships.WeaponSeeker))
	}
	for i := range sim.PlayerID(8) {
		who := v.Roster[(i+1)%n]
		v.Chat = append(v.Chat, protocol.Line{From: who.ID, Name: who.Name, Text: strings.Repeat("word ", 2+8*int(i%3)), Channel: protocol.Channel(i % 2)})
	}
	runFrames(m, v, 120) // until the announcements of a new round are over
	for i := range sim.PlayerID(6) {
		v.Events = append(v.Events, killEvent((2*i+1)%n, (2*i+2)%n, ships.WeaponSeeker))
	}
}

// runFrames plays a number of frames, with a snapshot for each.
func runFrames(m *matchScene, v *netcode.View, frames int) {
	for range frames {
		v.Stats.Snapshots++
		m.hud.Update(v, 1./60)
		v.Events, v.Chat = nil, nil
	}
}

func killEvent(killer, victim sim.PlayerID, with ships.Weapon) sim.Event {
	e := sim.Event{Entity: sim.Entity{Kind: ships.EventKill}}
	e.Words[ships.KillKiller], e.Words[ships.KillVictim], e.Words[ships.KillWeapon] = int32(killer), int32(victim), int32(with)
	return e
}

// besideTheStar puts the own ship where it is seen.
func besideTheStar(v *netcode.View) {
	v.Own[ships.OwnX], v.Own[ships.OwnY] = 325<<16, -60<<16
	v.OwnPrev = v.Own
}

// killedByEight kills the player after hits by eight others.
func killedByEight(v *netcode.View) {
	for i := range int32(8) {
		e := sim.Event{Entity: sim.Entity{Kind: ships.EventHit}}
		e.Words[ships.HitShooter], e.Words[ships.HitVictim], e.Words[ships.HitWeapon], e.Words[ships.HitDamage] = i+1, 0, int32(ships.WeaponPulse), 12
		e.Words[ships.HitRewind], e.Words[ships.HitCapped] = 6, 1
		v.Events = append(v.Events, e)
	}
	v.Events = append(v.Events, killEvent(8, 0, ships.WeaponPulse))
	v.Own[ships.OwnAlive], v.Own[ships.OwnRespawn] = 0, 90
}

// openReceipt presses the key that shows how the last hit was judged.
func (m *matchScene) openReceipt(v *netcode.View) {
	m.hud.Update(v, 1./60)
	v.Events = nil
	m.hud.BuildFrame(v, m.cam, hud.Options{Scale: 1})
	key := &m.deps.Devices.Raw().Held[input.Key(ebiten.KeyQ)]
	for _, held := range [...]bool{false, true, false} {
		*key = held
		m.play.Sample(m.deps.Devices, v.Own, v, m.cam)
	}
}

// podium ends the round with every title awarded.
func podium(v *netcode.View) {
	phase(v, sim.PhasePodium, 8)
	v.Round = protocol.Round{Match: "m1", Tick: 1}
	for i, title := range []ships.Title{ships.TitleWinner, ships.TitleAce, ships.TitleSharpest, ships.TitleMoth, ships.TitleUntouched} {
		e := sim.Event{Entity: sim.Entity{Kind: ships.EventAward}}
		e.Words[ships.AwardPlayer], e.Words[ships.AwardTitle], e.Words[ships.AwardValue] = int32(i), int32(title), 188
		v.Events = append(v.Events, e)
	}
}

func longNotice() *protocol.Notice {
	text := strings.Repeat("This server restarts for maintenance, and is back in a minute or two. ", 4)
	return &protocol.Notice{Text: text[:200], In: 95 * time.Second}
}
