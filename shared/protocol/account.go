package protocol

import (
	"crypto/sha256"
	"encoding/binary"
)

// Account tells apart who plays and speaks, whatever they call themselves: the first
// eight bytes of the SHA-256 of an account's id, as an unsigned number with the highest
// byte first. 0 is nobody's: of bots, and of the server.
type Account uint64

// AccountOf is the Account of an id; of none it is 0.
func AccountOf(id string) Account {
	if id == "" {
		return 0
	}
	sum := sha256.Sum256([]byte(id))
	return Account(binary.BigEndian.Uint64(sum[:]))
}
