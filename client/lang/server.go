package lang

import "strings"

// Server is the translation of a text that the server has said, or shared/protocol: of the
// whole of it, or of those of its parts between full stops and colons that are known. What an
// operator has typed stays as it is.
func Server(text string) string {
	for _, sep := range [...]string{"", ". ", ": "} {
		if sep == "" && saidByServer[text] {
			return T(text)
		}
		if head, rest, found := strings.Cut(text, sep); found && sep != "" && saidByServer[head] {
			return T(head) + sep + Server(rest)
		}
	}
	return text
}

var saidByServer = func() map[string]bool {
	set := make(map[string]bool, len(serverTexts))
	for _, text := range serverTexts {
		set[text] = true
	}
	return set
}()

// serverTexts are what players may be told by the server: why a connection ended
// (shared/transport), what is refused (server/lobby and shared/protocol), and notices
// (server/play/room). A test finds each of them there.
var serverTexts = [...]string{
	Key("the connection was closed"), Key("the server is going away"), Key("the connection was garbled"), Key("the connection was lost"),
	Key("a message was too big"), Key("the server is restarting"), Key("the server is too busy"), Key("your seat was not taken in time, or is gone"),
	Key("the room is full"), Key("you were removed from the room"), Key("you joined from somewhere else"), Key("the server did not understand the game"),
	Key("the game and the server are of different versions"), Key("the room has closed"), Key("you have deleted your data"),
	Key("too many messages at once"), Key("the connection is too slow"), Key("the room has crashed"), Key("the game and the server did not get to talk"),
	Key("the operator sent you out"), Key("the operator closed the room"),

	Key("there is no room of this code: it has closed, or the code is another; ask whoever gave it to you"),
	Key("this room has closed; choose another one, or play a quick match"),
	Key("every seat of this room is taken"), Key("every room of this server is full"),
	Key("all rooms for friends are taken; quick play has others, or try again in a minute"),
	Key("you have enough private rooms open; play in one of them, or wait a minute: a room closes soon after the last player has left"),
	Key("enough rooms are open for players from your address; join one of them, or try again in a minute"),
	Key("the server is about to restart"), Key("there is no such mode"),
	Key("this code does not link anything; codes are good for ten minutes, and once"),
	Key("this player has deleted their data"), Key("there is nothing of this id"),
	Key("the database takes too long for this; play goes on, ask again later"),
	Key("the database is out of reach; play goes on, ask again later"),
	Key("there is no daily run here"), Key("many runs are being checked just now; send yours again in a moment"),
	Key("there is no such ticket; it may have ended a while ago"), Key("the party is too large for this queue"), Key("too many wait already"),
	Key("there is no such party; it may have ended"), Key("this party is full"), Key("this server has no room for another party"),
	Key("somebody came or left just now; queue again"), Key("only the leader queues for all"),
	Key("that is you"), Key("this player is not among your friends"), Key("nobody has exactly this name; ask them how they write it"),
	Key("several players have this name; one of you can take another name for it"), Key("you have as many friends as one may have; remove one first"),
	Key("too many have asked this player already; try again another day"), Key("too many invitations are open already"),
	Key("there are no arenas of players here"),
	Key("arenas cannot be published on this server; play yours with friends in a private room"),
	Key("this arena is somebody else's; make a fork, which is yours"),
	Key("this arena is your own; delete it if something is wrong with it"),
	Key("the operator has hidden this arena; you may edit it and play it with friends, but neither publish nor copy it"),
	Key("you have as many arenas as one may have"),
	Key("your arenas take as many bytes as they may; delete one first, or make this one simpler"),
	Key("many arenas wait to be checked just now; publish yours again in a while"),
	Key("a newer version has been kept since, from another window or device; get it and change that, or keep yours as a new arena"),
	Key("this is no arena"),
	Key("there is no such arena; it may have been deleted"),
	Key("too many requests; wait a moment"), Key("the match cannot go on on this server"), Key("the room does not answer"),

	Key("an operator does not let you chat"), Key("not so fast: a line a second is enough"),
	Key("An operator does not let you chat"), Key("Not so fast: a line a second is enough"),
	Key("you cannot report yourself"), Key("whom you report has left that seat"), Key("reports cannot be taken just now"), Key("not so many reports at once; an operator reads each of them"),

	Key("name of up to 20 characters"), Key("line of up to 200 characters"), Key("it is empty"), Key("it is too long"),
	Key("it holds invisible or control characters"), Key("it is not valid text"),
	Key("it holds characters that not every player's game can show; letters can be Latin, Greek or Cyrillic"),

	Key("The server restarts"), Key("The server restarts after this round"), Key("Your opponent is here"),
	Key("Your opponent's connection is gone"), Key("They may come back"),
	Key("Your opponent is on the way"), Key("Another opponent is on the way"),
	Key("Your opponent did not come back"), Key("Your opponent did not come"), Key("Your opponent has left"), Key("Nobody is here to play you"),
	Key("This arena is no longer in rotation"), Key("The next round is in another one"), Key("The match goes on in another one in a moment"),
	Key("Looking for another; the menu leads to the queue"), Key("Looking for another, else a bot plays you"),
}
