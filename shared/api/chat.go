package api

import "time"

// NewMessage is the body of POST /v1/channels/{channel}/messages.
type NewMessage struct {
	Text string `json:"text" minLength:"1" maxLength:"1024" doc:"200 characters at most are shown"`
}

// Message is a line of chat.
type Message struct {
	ID       string    `json:"id"`
	Channel  string    `json:"channel" doc:"lobby, or party:CODE"`
	PlayerID string    `json:"player_id,omitempty" doc:"absent: the server"`
	Name     string    `json:"name"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
}

// Messages answers GET /v1/channels/{channel}/messages, oldest first.
type Messages struct {
	Messages []Message `json:"messages"`
}

// NewReport is the body of POST /v1/reports.
type NewReport struct {
	PlayerID  string `json:"player_id,omitempty" maxLength:"64" doc:"who is reported, if known"`
	RoomID    string `json:"room_id,omitempty" maxLength:"64" doc:"with seat: who is reported"`
	Seat      *int   `json:"seat,omitempty" minimum:"0" maximum:"2047"`
	Account   string `json:"account,omitempty" maxLength:"20" doc:"with seat: the account that the Roster shows there, in decimal; if somebody else has the seat by now, the report is refused"`
	MessageID string `json:"message_id,omitempty" maxLength:"64" doc:"what was said; with room_id: the number of the line in that match"`
	Reason    string `json:"reason" enum:"abuse,name,cheating,other"`
	Text      string `json:"text,omitempty" maxLength:"500"`
}
