package lobby

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/auth"
	"perihelion/server/edge"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

func (l *Lobby) routeGuests() {
	register(l, huma.Operation{
		OperationID: "create-guest", Method: http.MethodPost, Path: "/v1/guests", DefaultStatus: http.StatusCreated, Tags: []string{"Players"},
		Summary: "Become a guest",
	}, l.createGuest)
}

func (l *Lobby) createGuest(_ context.Context, in *struct{ Body api.NewGuest }) (*answerOf[api.Guest], error) {
	name, err := guestName(in.Body.Name)
	if err != nil {
		return nil, err
	}
	g := auth.Guest{Player: rand.Text(), Name: name}
	token, expires := l.signer.Guest(g, time.Now())
	return &answerOf[api.Guest]{api.Guest{PlayerID: g.Player, Name: g.Name, Token: token, ExpiresAt: expires}}, nil
}

// guestName is what everyone will see, or what is wrong with it.
func guestName(wanted string) (string, error) {
	if wanted == "" {
		return inventName(), nil
	}
	if strings.ContainsRune(wanted, utf8.RuneError) { // half a surrogate pair, escaped, becomes one
		return "", badName(protocol.ErrGarbled)
	}
	name, err := protocol.CleanName(wanted)
	if err != nil {
		return "", badName(err)
	}
	return name, nil
}

func badName(err error) error {
	return &edge.Refusal{Status: http.StatusUnprocessableEntity, Kind: "bad-name", Detail: "this name cannot be used: " + err.Error()}
}
