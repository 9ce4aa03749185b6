package api

import "time"

// NewArena is the body of POST /v1/arenas and PUT /v1/arenas/{id}.
type NewArena struct {
	Text string `json:"text" minLength:"2" maxLength:"110000" doc:"an arena as ARENA.md describes it: a JSON object of up to 110,000 bytes, as a text. Its name becomes the id that it has here"`
}

// PublishArena is the body of POST /v1/arenas/{id}/publish.
type PublishArena struct {
	Version int `json:"version,omitempty" minimum:"0" doc:"absent: the newest"`
}

// NewArenaReport is the body of POST /v1/arenas/{id}/report.
type NewArenaReport struct {
	Reason string `json:"reason" enum:"abuse,name,other"`
	Text   string `json:"text,omitempty" maxLength:"500"`
}

// LibraryArena is an arena that a player has made.
type LibraryArena struct {
	ID        string       `json:"id" doc:"POST /v1/rooms takes it as arena, with @version for another version than the one that is published"`
	OwnerID   string       `json:"owner_id"`
	Owner     string       `json:"owner" doc:"name of the player"`
	Mine      bool         `json:"mine,omitempty" doc:"whoever asks has made it"`
	State     string       `json:"state" enum:"draft,published,featured,hidden" doc:"hidden: by the operator; its owner alone sees it, like a draft"`
	Rotation  bool         `json:"rotation,omitempty" doc:"public rooms play in it"`
	Newest    int          `json:"newest" doc:"number of its newest version"`
	Published int          `json:"published,omitempty" doc:"of the version that others see; absent: none"`
	Parent    *ArenaParent `json:"parent,omitempty" doc:"it is a fork of this one"`
	Plays     int          `json:"plays" doc:"rooms that were opened with it"`
	Forks     int          `json:"forks"`
	CreatedAt time.Time    `json:"created_at"`
	ChangedAt time.Time    `json:"changed_at"`
	ListedAt  *time.Time   `json:"listed_at,omitempty" doc:"when it was published first"`
	QueuedAt  *time.Time   `json:"queued_at,omitempty" doc:"since when a version waits to be tried by bots, to be published then"`
	Shown     ArenaVersion `json:"shown" doc:"the newest version in your own list, else the published one"`
}

// The states of a LibraryArena.
const (
	ArenaDraft     = "draft"
	ArenaPublished = "published"
	ArenaFeatured  = "featured"
	ArenaHidden    = "hidden"
)

// ArenaParent is the version of which an arena is a fork.
type ArenaParent struct {
	ID      string `json:"id" doc:"it may be gone"`
	Version int    `json:"version"`
}

// ArenaVersion is a version of an arena. It never changes.
type ArenaVersion struct {
	Version   int          `json:"version"`
	Title     string       `json:"title"`
	Hash      string       `json:"hash" doc:"of its text, in hexadecimal; replays of matches in it have it too"`
	Picture   string       `json:"picture" doc:"path of a picture, a PNG of 256 by 256 pixels, below the address of the API"`
	CreatedAt time.Time    `json:"created_at"`
	CheckedAt *time.Time   `json:"checked_at,omitempty" doc:"when bots had tried it"`
	Report    *ArenaReport `json:"report,omitempty" doc:"what they found"`
}

// ArenaReport is what rounds of bots in an arena were like.
type ArenaReport struct {
	Good     bool           `json:"good" doc:"it can be played, and was published"`
	Failed   string         `json:"failed,omitempty" enum:"slow,broken" doc:"why bots could not try it to the end"`
	Trials   []ArenaTrial   `json:"trials"`
	Findings []ArenaFinding `json:"findings"`
}

// Why a check has failed.
const (
	CheckSlow   = "slow"
	CheckBroken = "broken"
)

// ArenaTrial is the rounds of bots in one mode.
type ArenaTrial struct {
	Mode      string `json:"mode"`
	Rounds    int    `json:"rounds"`
	Flown     int    `json:"flown" doc:"ships, or what else is steered"`
	Destroyed int    `json:"destroyed"`
	Things    int    `json:"things" doc:"in the fullest tick"`
}

// ArenaFinding is a figure of an arena, and what it should be.
type ArenaFinding struct {
	Name    string `json:"name" doc:"spawn-kills, spawn-crashes, stuck-ships, star-deaths, deaths, side-wins: in 1/1000; tick-cost: in µs"`
	Mode    string `json:"mode,omitempty" doc:"in which it was found; absent: in all"`
	Value   int    `json:"value"`
	Least   int    `json:"least" doc:"that it should be"`
	Most    int    `json:"most"`
	Verdict string `json:"verdict" enum:"ok,warning,unplayable"`
}

// The verdicts on a finding.
const (
	FindingOK         = "ok"
	FindingWarning    = "warning"
	FindingUnplayable = "unplayable"
)

// Arenas answers GET /v1/arenas.
type Arenas struct {
	Arenas []LibraryArena `json:"arenas"`
	Next   string         `json:"next,omitempty" doc:"cursor of the next page"`
	Limits ArenaLimits    `json:"limits"`
}

// ArenaLimits are what one player may keep.
type ArenaLimits struct {
	Drafts    int   `json:"drafts" doc:"arenas that are not published"`
	Published int   `json:"published"`
	Versions  int   `json:"versions" doc:"of an arena; older ones are deleted"`
	Bytes     int64 `json:"bytes" doc:"of the texts of all versions"`
}

// ArenaText answers GET /v1/arenas/{id}: a version with its text.
type ArenaText struct {
	ID string `json:"id"`
	ArenaVersion
	Text string `json:"text"`
}

// ArenaVersions answers GET /v1/arenas/{id}/versions.
type ArenaVersions struct {
	Versions []ArenaVersion `json:"versions" doc:"the newest first; of the arenas of others the published one"`
}

// ExportedArena is an arena that one has made.
type ExportedArena struct {
	LibraryArena
	Versions []ArenaText `json:"versions" doc:"those that are kept, the oldest first"`
}
