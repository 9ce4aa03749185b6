package lobby

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/shared/api"
)

// KeysPath is the path of the keys that verify tokens, where other programs look for it.
const KeysPath = "/.well-known/jwks.json"

func (l *Lobby) routeKeys() {
	register(l, huma.Operation{
		OperationID: "keys", Method: http.MethodGet, Path: KeysPath, Tags: []string{"Server"},
		Summary:     "The public keys that verify tokens",
		Description: "A JSON Web Key Set (RFC 7517) of Ed25519 keys (RFC 8037). The first one belongs to the key that signs; a token names its key by kid.",
	}, func(_ context.Context, in *IfNoneMatch) (*taggedResponse[api.KeySet], error) {
		set := api.KeySet{}
		for _, k := range l.signer.VerifyKeys() {
			set.Keys = append(set.Keys, api.Key{Type: "OKP", Curve: "Ed25519", Use: "sig", Algorithm: "EdDSA", ID: k.ID, X: base64.RawURLEncoding.EncodeToString(k.PublicKey)})
		}
		return respondHashed(*in, set)
	})
}
