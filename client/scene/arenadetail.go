package scene

import (
	"slices"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// arenaScene shows an arena: to play in it, copy its link, build on it, publish, delete or report it. It shows
// what bots have found in it, or the versions of our own; the one that is selected there is what is
// played and built on.
type arenaScene struct {
	dialog
	views    ui.Tabs // of our own: what bots found, or versions
	reasons  ui.Tabs // while another's is reported
	findings ui.List
	versions ui.List
	play     ui.Button
	link     ui.Button
	build    ui.Button
	act      ui.Button // see labelAct
	arena    api.LibraryArena
	kept     []api.ArenaVersion // of our own, the newest first
	fetch    *online.Call[api.ArenaVersions]
	stale    bool // the versions are to be fetched
	fork     *online.Call[api.LibraryArena]
	note     string
	sure     bool // it is reported or deleted when that is pressed once more
	deleting bool
	pictures arenaPictures
	picture  ui.Rect
	columns  []float32 // places of the columns; see drawCells
}

func newArenaScene(deps *Deps, a api.LibraryArena) *arenaScene {
	s := &arenaScene{
		dialog:   newDialog(deps, a.Shown.Title),
		views:    ui.Tabs{Names: []string{lang.Key("WHAT BOTS FOUND"), lang.Key("VERSIONS")}},
		reasons:  ui.Tabs{Names: []string{"ABUSE", "NAME", "OTHER"}},
		findings: ui.List{Name: "What bots found", Head: []string{lang.Key("FOUND"), lang.Key("FIGURE"), lang.Key("SHOULD BE")}},
		versions: ui.List{Name: "Versions", Head: []string{lang.Key("VERSION"), lang.Key("DAY"), lang.Key("NOW")}},
		play:     ui.Button{Label: "PLAY", Primary: true},
		link:     ui.Button{Label: "COPY LINK"},
		build:    ui.Button{Label: "BUILD ON IT"},
	}
	deps.online.Arenas.Note, deps.online.Arenas.ErrText = "", ""
	s.findings.Cells = func(row int) []string { return findingCells(&s.shown().Report.Findings[row]) }
	s.versions.Cells = func(row int) []string { return versionCells(&s.arena, &s.kept[row]) }
	s.showArena(a)
	return s
}

func (s *arenaScene) Name() string { return "arena" }

func (s *arenaScene) onExit() { s.pictures.free() }

// showArena shows an arena as the server has said it last.
func (s *arenaScene) showArena(a api.LibraryArena) {
	s.arena, s.stale = a, a.Mine
	s.link.Disabled = a.Published == 0 || a.State == api.ArenaHidden
	s.arrange()
}

// shown is the version that is looked at.
func (s *arenaScene) shown() *api.ArenaVersion {
	if i := s.versions.Selected; i < len(s.kept) {
		return &s.kept[i]
	}
	return &s.arena.Shown
}

// arrange lists what is in sight, and labels it.
func (s *arenaScene) arrange() {
	s.findings.Count, s.versions.Count = 0, len(s.kept)
	if r := s.shown().Report; r != nil {
		s.findings.Count = len(r.Findings)
	}
	s.widgets = append(s.widgets[:0], &s.play, s.list())
	if s.arena.Mine {
		s.widgets = append(s.widgets, &s.views)
	}
	s.widgets = append(s.widgets, &s.build, &s.link, &s.act, &s.back)
	if s.sure && !s.arena.Mine {
		s.widgets = append(s.widgets, &s.reasons) // the last: the focus stays where it is
	}
	s.labelAct()
}

// list is the list in sight.
func (s *arenaScene) list() *ui.List {
	if s.arena.Mine && s.views.Selected == 1 {
		return &s.versions
	}
	return &s.findings
}

func (s *arenaScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	l := &s.deps.online.Arenas
	if tr := s.follow(f); tr.op != opStay {
		return tr
	}
	if l.ErrText != "" || l.Note != "" {
		s.errText, s.note = l.ErrText, l.Note
	}
	s.arrange()
	s.layoutArena(f)
	w := s.updateWidgets(f)
	switch {
	case w == &s.play && s.arena.Mine:
		return push(newMatchmakingScene(s.deps, arenaRoom(arenaRef(s.arena.ID, s.shown().Version))))
	case w == &s.play:
		return push(newMatchmakingScene(s.deps, arenaRoom(s.arena.ID)))
	case w == &s.link && !s.link.Disabled:
		if s.deps.Platform.Copy(s.deps.Platform.ArenaLink(s.arena.ID)) {
			s.note = lang.T("The link is copied.")
		}
	case w == &s.build && s.arena.Mine:
		return push(newMatchmakingScene(s.deps, buildRoom(&s.arena, s.shown().Version)))
	case w == &s.build && s.fork == nil:
		s.fork = s.deps.online.ForkArena(s.arena.ID)
	case w == &s.act && !s.act.Disabled:
		s.doAct(l)
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	if w != nil && w != &s.act && w != &s.reasons {
		s.sure = false
	}
	return transition{}
}

// follow keeps the arena up to date while it is in the list that was looked at, and goes on when it was
// forked or deleted.
func (s *arenaScene) follow(f *frame) transition {
	list := online.ArenasNewest
	if s.arena.Mine {
		list = online.ArenasMine
	}
	l := &s.deps.online.Arenas
	shown, changed := l.Look(list, f.now)
	if s.deleting && !l.Busy() {
		if s.deleting = false; l.ErrText == "" {
			return pop()
		}
	}
	if changed {
		for _, a := range shown.Value.Arenas {
			if a.ID == s.arena.ID {
				s.showArena(a)
			}
		}
	}
	s.followVersions()
	r, ok := s.fork.Result()
	switch {
	case !ok:
		return transition{}
	case r.Err != nil:
		s.fork, s.errText = nil, online.Explain(r.Err).Text
		return transition{}
	}
	s.fork = nil
	return push(newMatchmakingScene(s.deps, buildRoom(&r.Value, r.Value.Newest)))
}

// followVersions keeps the versions of our own up to date.
func (s *arenaScene) followVersions() {
	if s.stale && s.fetch == nil {
		s.stale, s.fetch = false, s.deps.online.FetchArenaVersions(s.arena.ID)
	}
	r, ok := s.fetch.Result()
	switch {
	case !ok:
		return
	case r.Err != nil:
		s.errText = online.Explain(r.Err).Text
	default:
		chosen := s.shown().Version
		s.kept = r.Value.Versions
		s.versions.Selected = max(0, slices.IndexFunc(s.kept, func(v api.ArenaVersion) bool { return v.Version == chosen }))
	}
	s.fetch = nil
}

// labelAct says what the button does: for authors, beside the versions, or for others.
func (s *arenaScene) labelAct() {
	busy := s.deps.online.Arenas.Busy()
	s.build.Disabled = s.fork != nil
	s.act.Disabled = busy
	switch a := &s.arena; {
	case a.Mine && s.views.Selected == 1 && s.sure:
		s.act.Label = "REALLY DELETE"
	case a.Mine && s.views.Selected == 1:
		s.act.Label = "DELETE"
	case a.Mine:
		s.act.Label, s.act.Disabled = "PUBLISH", busy || a.QueuedAt != nil || a.State == api.ArenaHidden || a.Newest == a.Published
	case s.sure:
		s.act.Label = "REALLY REPORT"
	default:
		s.act.Label = "REPORT"
	}
}

func (s *arenaScene) doAct(l *online.Arenas) {
	switch {
	case s.arena.Mine && s.views.Selected == 0:
		l.Publish(s.arena.ID)
	case !s.sure:
		s.sure = true
	case s.arena.Mine:
		s.sure, s.deleting = false, true
		l.Delete(s.arena.ID)
	default:
		s.sure = false
		l.Report(s.arena.ID, online.ArenaReasons[s.reasons.Selected])
	}
}

// lines are what is said of the arena beside its findings.
func (s *arenaScene) lines() (all []string) {
	a := &s.arena
	all = append(all, lang.F("by %s", a.Owner))
	switch text := reportText(s.shown().Report); {
	case text == "":
		all = append(all, arenaText(a))
	case a.QueuedAt != nil, a.State == api.ArenaHidden:
		all = append(all, arenaText(a), text)
	default:
		all = append(all, text)
	}
	switch {
	case s.sure && a.Mine:
		all = append(all, lang.T("It is deleted with all its versions. Private rooms that play in it go on, public ones leave it soon."))
	case s.sure:
		all = append(all, lang.T("What is it about?"))
	case s.note != "":
		all = append(all, s.note)
	}
	return all
}

// listTexts returns what the screen says beside its controls.
func (s *arenaScene) listTexts() []string { return append(s.dialog.listTexts(), s.lines()...) }
