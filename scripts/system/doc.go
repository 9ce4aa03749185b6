// Package system holds the test of the whole system in virtual time: real rooms,
// sessions, tickets and clients over bad networks, for as long as a long match
// takes; and the test of what is left after a kill -9, on real processes. It has no
// code of its own.
package system
