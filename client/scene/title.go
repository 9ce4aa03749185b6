package scene

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/daily"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// titleScene is the first scene: name, mode, and the buttons to all other screens. It
// draws the match behind all menus, and keeps the lobby state up to date whatever scene
// lies above.
type titleScene struct {
	menu
	attracts      map[string]*attract // by the name of the game
	noAttract     bool                // the device cannot show it
	nameField     ui.Field
	games         ui.Tabs  // hidden if there is only one
	gameNames     []string // of the tabs
	modes         ui.Tabs  // of the chosen game
	queues        []int    // of the tabs, in the lobby's list
	play          ui.Button
	screens       [screenCount]ui.Button
	dailyGame     sim.Game  // whose daily run there is
	noDaily       bool      // no game here, or not the server, offers one
	chat          ui.Button // when the window has no room for the panels
	side          sidePanels
	wide          bool
	dailyRow      bool // the window has room for a row for the daily run
	portrait      portrait
	cardHeight    float32 // pixels; 0: the window has no room for the card
	cardRect      ui.Rect
	levelRow      bool // it has room for a row for our level, which is known
	levelRect     ui.Rect
	goalsRow      bool // and for the goals of the week
	goalsRect     ui.Rect
	errText       string
	started       bool
	knownName     string    // the account's name when last checked; the field may differ
	queuesVersion int       // version of the queues that the tabs show
	modesDay      daily.Day // of the modes that they show
	modesParty    int       // how many the party was then
}

// Other screens that can be opened from the title.
const (
	toRooms = iota
	toPrivate
	toArenas
	toParty
	toFriends
	toPractice
	toDaily
	toRanks
	toLooks
	toProfile
	toSettings
	screenCount
)

var screenLabels = [screenCount]string{
	lang.Key("ROOMS"), lang.Key("PRIVATE"), lang.Key("ARENAS"), lang.Key("PARTY"), lang.Key("FRIENDS"), lang.Key("PRACTICE"), lang.Key("DAILY RUN"), lang.Key("RANKS"), lang.Key("CUSTOMIZE"), lang.Key("PROFILE"), lang.Key("SETTINGS"),
}

// newTitle returns the first scene. It also creates the online.Service of all scenes.
func newTitle(deps *Deps) scene {
	deps.online = newService(deps)
	deps.setFace(deps.Faces[0])
	s := &titleScene{
		menu:          menu{deps: deps},
		nameField:     ui.Field{Placeholder: "Your name", Limit: protocol.MaxName, EnterSends: true},
		play:          ui.Button{Label: "PLAY", Primary: true},
		chat:          ui.Button{Label: "CHAT"},
		side:          newSidePanels(),
		queuesVersion: -1,
		attracts:      map[string]*attract{},
		portrait:      newPortrait(),
	}
	for i := range s.screens {
		s.screens[i].Label = screenLabels[i]
	}
	var offered bool
	s.dailyGame, offered = daily.GameOf(deps.Games, "")
	s.noDaily = !offered
	s.knownName = deps.Prefs.CurrentGuest().Name
	s.nameField.SetValue(cmp.Or(deps.Options.Name, s.knownName))
	s.arrangeWidgets()
	s.setFocus(&s.play) // so that Enter plays
	return s
}

// chosenGame is the game of the chosen queue.
func (s *titleScene) chosenGame() sim.Game { return s.gameOf(s.selectedQueue()) }

// gameOf is the game of a queue.
func (s *titleScene) gameOf(q *api.Queue) sim.Game {
	g, ok := s.deps.Games.Find(q.Game)
	if !ok { // a server of the future
		return s.deps.Games[0]
	}
	return g
}

// listGames makes a tab for each game that the queues are for.
func (s *titleScene) listGames() {
	chosen := ""
	if len(s.gameNames) > 0 {
		chosen = s.gameNames[s.games.Selected]
	}
	s.games.Names, s.gameNames = s.games.Names[:0], s.gameNames[:0]
	for i := range s.deps.online.Lobby.Queues {
		about := s.gameOf(&s.deps.online.Lobby.Queues[i]).About()
		if !slices.Contains(s.gameNames, about.Name) {
			s.gameNames = append(s.gameNames, about.Name)
			s.games.Names = append(s.games.Names, strings.ToUpper(about.Title))
		}
	}
	s.games.Selected = max(0, slices.Index(s.gameNames, chosen))
}

// listModes makes a tab for each queue of the chosen game whose mode is shown today; if the server
// offers none of those, for each of them.
func (s *titleScene) listModes() {
	s.modesDay, s.modesParty = daily.DayOf(s.deps.Now()), len(s.deps.online.Lobby.Party.Members())
	if s.appendModes(s.isShown); len(s.queues) == 0 {
		s.appendModes(func(*sim.About, *sim.Mode) bool { return true })
	}
	s.modes.Selected = min(s.modes.Selected, len(s.modes.Names)-1)
}

func (s *titleScene) appendModes(isShown func(*sim.About, *sim.Mode) bool) {
	s.modes.Names, s.queues = s.modes.Names[:0], s.queues[:0]
	for i := range s.deps.online.Lobby.Queues {
		q := &s.deps.online.Lobby.Queues[i]
		about := s.gameOf(q).About()
		mode, known := about.Mode(q.Mode)
		if about.Name == s.gameNames[s.games.Selected] && (!known || isShown(about, mode)) {
			s.modes.Names, s.queues = append(s.modes.Names, queueLabel(q)), append(s.queues, i)
		}
	}
}

// isShown reports whether a mode is among those to choose from: of those that take turns the one of
// the day, or for a party that makes a whole side of one, that.
func (s *titleScene) isShown(about *sim.About, mode *sim.Mode) bool {
	for _, m := range about.Modes {
		if m.Turns && mode.Turns && m.Seats > 0 && m.Seats == s.modesParty*m.Teams {
			return m == mode
		}
	}
	return about.ShownOn(mode, int(s.modesDay))
}

// showChosenGame takes the face of the chosen game: its controls, sounds and demo.
func (s *titleScene) showChosenGame() {
	if f := s.deps.Faces.Find(s.chosenGame()); f != s.deps.face {
		s.deps.setFace(f)
	}
}

// arrangeWidgets lists the widgets that fit the window.
func (s *titleScene) arrangeWidgets() {
	s.listGames()
	s.listModes()
	s.queuesVersion = s.deps.online.Lobby.QueuesVersion
	s.widgets = append(s.widgets[:0], &s.nameField)
	if len(s.gameNames) > 1 {
		s.widgets = append(s.widgets, &s.games)
	}
	s.widgets = append(s.widgets, &s.modes, &s.play)
	for _, b := range s.openers() {
		s.widgets = append(s.widgets, b)
	}
	if s.wide {
		s.widgets = append(s.widgets, &s.side.news, &s.side.log, &s.side.input)
	} else {
		s.widgets = append(s.widgets, &s.chat)
	}
}

// openers are the buttons of the screens that there are.
func (s *titleScene) openers() (list []*ui.Button) {
	if !s.noDaily {
		list = append(list, &s.screens[toDaily])
	}
	for i := range s.screens {
		if i != toDaily {
			list = append(list, &s.screens[i])
		}
	}
	return list
}

func (s *titleScene) Name() string { return "title" }

func (s *titleScene) Update(f *frame) transition {
	s.deps.online.PersistGuest()
	s.deps.online.Lobby.Refresh(f.now)
	s.deps.online.Daily.Refresh(f.now)
	s.deps.online.Progress.Refresh(f.now)
	s.deps.online.Friends.Refresh(f.now)
	if t := s.deps.online.Lobby.Party.NewTicket(); t != "" {
		return push(newMatchmakingScene(s.deps, online.Destination{Ticket: t}))
	}
	if !f.top {
		return transition{}
	}
	s.deps.audio.StopMatchSounds()
	s.showChosenGame()
	if !s.started {
		s.started = true
		if tr := s.startFromOptions(); tr.op != opStay {
			return tr
		}
	}
	s.deps.online.Lobby.WatchFeed(f.now)
	s.deps.online.Progress.RefreshGoals(f.now)
	s.layoutTitle(f)
	return s.handleWidgets(f)
}

// startFromOptions goes where the options lead.
func (s *titleScene) startFromOptions() transition {
	s.deps.online.SetName(s.nameField.Value())
	s.deps.online.RefreshToken()
	o := &s.deps.Options
	dest, ok := s.deps.online.SavedDestination(o.Room)
	switch {
	case o.Replay.Match != "":
		return push(newReplayScene(s.deps, o.Replay))
	case o.Watch != "":
		return push(newWatchScene(s.deps, o.Watch))
	case ok:
		dest.EditKey = o.Edit
		return push(newMatchmakingScene(s.deps, dest))
	case o.Room != "":
		return s.startJoin(online.Destination{Room: o.Room, EditKey: o.Edit})
	case o.Arena != "":
		return s.startJoin(arenaRoom(o.Arena))
	case o.Play:
		return s.startJoin(online.Destination{})
	}
	return transition{}
}

func (s *titleScene) handleWidgets(f *frame) transition {
	switch w := s.updateWidgets(f); w {
	case &s.games:
		s.modes.Selected = 0
		s.listModes()
	case &s.nameField, &s.play:
		if !s.play.Disabled {
			return s.startJoin(s.playDestination())
		}
	case &s.chat:
		return push(newLobbyChatScene(s.deps, &s.deps.online.Lobby.Chat, lang.T("LOBBY")))
	case &s.side.input:
		if s.acceptName() {
			s.side.sendLine(s.deps)
		}
	default:
		for i := range s.screens {
			if w == &s.screens[i] && s.acceptName() {
				return push(s.newScreen(i))
			}
		}
	}
	return transition{}
}

// playDestination is where PLAY leads.
func (s *titleScene) playDestination() online.Destination {
	dest := online.Destination{Queue: s.selectedQueue().Name}
	if p := &s.deps.online.Lobby.Party; p.IsLeader() {
		dest.Party = p.Code
	}
	return dest
}

// newScreen returns the scene behind a button.
func (s *titleScene) newScreen(way int) scene {
	switch deps := s.deps; way {
	case toRooms:
		return newRoomsScene(deps)
	case toPrivate:
		return newPrivateScene(deps)
	case toArenas:
		return newArenasScene(deps)
	case toParty:
		return newPartyScene(deps)
	case toFriends:
		if friend, ok := s.deps.online.Friends.Invitation(); ok {
			return newMatchmakingScene(deps, duelWith(&friend))
		}
		return newFriendsScene(deps)
	case toPractice:
		return newPracticeScene(deps, s.selectedQueue().Mode)
	case toDaily:
		return newDailyScene(deps, s.dailyGame)
	case toRanks:
		return newLeaderboardScene(deps)
	case toLooks:
		profile := deps.online.Progress.Profile()
		return newLooksScene(deps, &profile)
	case toProfile:
		return newProfileScene(deps)
	}
	return newSettingsScene(s.deps)
}

// acceptName uses the typed name if it is valid. With an empty one the server chooses.
func (s *titleScene) acceptName() bool {
	name := s.nameField.Value()
	if name != "" {
		clean, err := protocol.CleanName(name)
		if err != nil {
			s.errText = online.Sentence(err.Error())
			s.setFocus(&s.nameField)
			return false
		}
		name = clean
	}
	s.errText = ""
	s.deps.online.SetName(name)
	return true
}

// startJoin goes to dest, if the name is valid.
func (s *titleScene) startJoin(dest online.Destination) transition {
	if !s.acceptName() {
		return transition{}
	}
	return push(newMatchmakingScene(s.deps, dest))
}

// syncLobby shows changes of name and party.
func (s *titleScene) syncLobby(now time.Time) {
	if name := s.deps.online.Guest().Name; name != s.knownName && !s.hasFocus(&s.nameField) && name != "" {
		s.knownName = name // changed by the server or in the profile
		s.nameField.SetValue(name)
	}
	if note := s.deps.online.TakeNameNotice(); note != "" {
		s.errText = note
		s.nameField.SetValue(s.deps.online.Guest().Name)
	}
	p := &s.deps.online.Lobby.Party
	s.syncDaily(now)
	s.play.Label, s.play.Disabled = "PLAY", false
	s.syncFriends()
	s.screens[toParty].Label = screenLabels[toParty]
	if p.Code == "" {
		return
	}
	n := len(p.Members())
	s.screens[toParty].Label = lang.T(screenLabels[toParty]) + " · " + strconv.Itoa(n)
	if p.IsLeader() {
		s.play.Label, s.play.Disabled = partyPlayLabel(s.selectedQueue(), n)
	} else {
		s.play.Label, s.play.Disabled = lang.F("%s leads", p.LeaderName()), true
	}
}

// syncDaily asks how we stand in the daily run, if there is one.
func (s *titleScene) syncDaily(now time.Time) {
	if s.dailyGame.Rules == nil {
		return
	}
	s.deps.online.Daily.Look(s.dailyGame.About().Name, now)
	if gone := !s.deps.online.Daily.Offered(); gone != s.noDaily {
		s.noDaily, s.queuesVersion = gone, -1
	}
}

// dailyLabel is the label of the button of the daily run: with room for it, how one stands
// today.
func (s *titleScene) dailyLabel(now time.Time) string {
	if !s.dailyRow {
		return lang.T("DAILY")
	}
	label := lang.T(screenLabels[toDaily]) + " · " + dayLabel(daily.DayOf(now))
	if me := s.deps.online.Daily.Today.Value.Me; me != nil {
		label += fmt.Sprintf(" · %d · %s", me.Score, strings.ToUpper(lang.Ordinal(me.Rank)))
	}
	return label
}

// selectedQueue is the queue of the selected tab.
func (s *titleScene) selectedQueue() *api.Queue {
	return &s.deps.online.Lobby.Queues[s.queues[s.modes.Selected]]
}
