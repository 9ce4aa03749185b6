package store

import (
	"errors"
	"testing"
)

func TestTheSigningKeyChangesOnlyForOneThatVerifiesIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for _, step := range []struct {
			verified []string
			want     error
			after    string
		}{
			{[]string{"a"}, nil, "a"},
			{[]string{"a"}, nil, "a"},
			{[]string{"b"}, ErrConflict, "a"},
			{[]string{"b", "x", "a"}, nil, "b"},
			{[]string{"a", "b"}, nil, "a"}, // a server that has not been told yet starts again
			{[]string{"c", "b"}, ErrConflict, "a"},
		} {
			if err := s.SetSigningKey(t.Context(), step.verified, noon); !errors.Is(err, step.want) {
				t.Errorf("%v: %v, want %v", step.verified, err, step.want)
			}
			if id, err := s.SigningKey(t.Context()); err != nil || id != step.after {
				t.Errorf("after %v the key is %q, %v, want %q", step.verified, id, err, step.after)
			}
		}
		must(t, s.ForgetSigningKey(t.Context()))
		must(t, s.SetSigningKey(t.Context(), []string{"c"}, noon))
	})
}
