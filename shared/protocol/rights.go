package protocol

import (
	"math"

	"perihelion/sim"
)

// Role is what a player may do in a room whose arena is changed.
type Role uint8

const (
	RoleFlyer  Role = iota // plays
	RoleEditor             // changes the arena, too
	RoleOwner              // and says who may
	roles
)

// Grant gives a player another role, which only the owner can.
type Grant struct {
	Player  sim.PlayerID
	Account Account // whom the owner sees there: nobody else gets the role
	Role    Role
}

// Claim is that of a player who knows the key of a room: they become an editor.
type Claim struct{ Key string }

// Rights tells a player their role, after Arena and when it has changed.
type Rights struct {
	Role Role
	Key  string // for others, who become editors by it; "" for a flyer
}

// AppendGrant appends the frame [11, player, account, role].
func AppendGrant(dst []byte, g *Grant) []byte {
	dst = appendUint(header(dst, TypeGrant, 3), uint64(g.Player))
	return appendUint(appendUint(dst, uint64(g.Account)), uint64(g.Role))
}

// DecodeGrant reads a Grant.
func DecodeGrant(frame []byte) (g Grant, err error) {
	r := openFields(frame, TypeGrant, 3)
	g.Player, g.Account, g.Role = r.player(sim.MaxPlayers-1), Account(r.uint(math.MaxUint64)), Role(r.uint(uint64(roles-1)))
	return g, decoded(&r, TypeGrant)
}

// AppendClaim appends the frame [12, key].
func AppendClaim(dst []byte, c *Claim) []byte { return appendStr(header(dst, TypeClaim, 1), c.Key) }

// DecodeClaim reads a Claim.
func DecodeClaim(frame []byte) (c Claim, err error) {
	r := openFields(frame, TypeClaim, 1)
	c.Key = r.str(maxCode)
	return c, decoded(&r, TypeClaim)
}

// AppendRights appends the frame [32, role, key].
func AppendRights(dst []byte, t *Rights) []byte {
	return appendStr(appendUint(header(dst, TypeRights, 2), uint64(t.Role)), t.Key)
}

// DecodeRights reads Rights.
func DecodeRights(frame []byte) (t Rights, err error) {
	r := openFields(frame, TypeRights, 2)
	t.Role, t.Key = Role(r.uint(uint64(roles-1))), r.str(maxCode)
	return t, decoded(&r, TypeRights)
}
