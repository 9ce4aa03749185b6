// Package system holds three tests of the whole system: one in virtual time, with real
// rooms, sessions, join tokens and clients over bad networks, for as long as a long match
// takes; one, on real processes, of what is left after a kill -9; and one of client/online
// on a server with real sockets. It has no code of its own.
package system
