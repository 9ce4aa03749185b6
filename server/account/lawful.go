package account

import (
	"context"

	"golang.org/x/text/unicode/norm"
)

// settle gives a player a name that today's rules allow, if the one that is stored is
// not: it may be from before a rule, or from before a word was added to the list. While
// the store is away the name holds for this answer.
func (b *Service) settle(ctx context.Context, p Player) Player {
	name := b.lawful(p)
	if name == p.Name {
		return p
	}
	if err := b.store.Rename(ctx, p.ID, name); err != nil {
		b.log.Debug("a name that is not allowed any more stays in the store", "player", p.ID, "err", err)
	} else {
		b.log.Info("a name that is not allowed any more was replaced", "player", p.ID, "name", name)
	}
	p.Name = name
	return p
}

// lawful is what a player may be called: as before, or what cleaning makes of it, or an
// invented name.
func (b *Service) lawful(p Player) string {
	name, err := b.CleanName(norm.NFC.String(p.Name)) // accents used to be allowed beside their letters
	if err != nil {
		return inventName(p.ID)
	}
	return name
}
