package api

import "time"

// Friends answers the requests below /v1/friends: friends and open requests, by name.
type Friends struct {
	Friends []Friend `json:"friends"`
	Limit   int      `json:"limit" doc:"as many friends as one may have"`
}

// Friend is one line of Friends.
type Friend struct {
	PlayerID   string      `json:"player_id"`
	Name       string      `json:"name"`
	State      string      `json:"state" enum:"friend,asked,asks" doc:"asked: by you, without an answer yet; asks: they wait for yours"`
	Since      time.Time   `json:"since" doc:"when the last of you has said so"`
	Online     bool        `json:"online" doc:"of friends only"`
	Room       string      `json:"room,omitempty" doc:"where a friend plays, to join them: id of a public room, code of a private one"`
	Mode       string      `json:"mode,omitempty" doc:"what is played there"`
	Invitation *Invitation `json:"invitation,omitempty" doc:"the last one of this friend, of the last two minutes"`
}

// The states of a Friend.
const (
	FriendMutual = "friend"
	FriendAsked  = "asked"
	FriendAsks   = "asks"
)

// Invitation is to a room.
type Invitation struct {
	Room string    `json:"room" doc:"join it by this"`
	Mode string    `json:"mode"`
	At   time.Time `json:"at"`
}

// NewFriend is the body of POST /v1/friends: one of both.
type NewFriend struct {
	PlayerID string `json:"player_id,omitempty" maxLength:"64"`
	Name     string `json:"name,omitempty" maxLength:"256" doc:"exactly, if nobody else has it"`
}

// NewInvitation is the body of POST /v1/friends/{id}/invite.
type NewInvitation struct {
	Room string `json:"room" minLength:"1" maxLength:"64" doc:"id of a public room, or code of a private one"`
}
