package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestFriendsAreThoseWhoBothWantIt(t *testing.T) {
	limits := FriendLimits{Wanted: 3, Requests: 2, Age: time.Hour}
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, id := range []string{"ada", "bob", "cyd", "dan", "eve", "fay"} {
			mustPutDevice(t, s, id, "token of "+id)
		}
		steps := []struct {
			player, friend string
			want           error
		}{
			{"ada", "bob", nil},
			{"ada", "bob", nil},
			{"bob", "ada", nil},
			{"cyd", "ada", nil},
			{"dan", "ada", nil},
			{"eve", "ada", ErrTooManyRequests},
			{"bob", "ada", nil},
			{"ada", "nobody", ErrNotFound},
			{"nobody", "ada", ErrNotFound},
			{"ada", "cyd", nil},
			{"eve", "ada", nil},
			{"ada", "eve", nil},
			{"ada", "fay", ErrTooManyFriends},
		}
		for i, step := range steps {
			if err := s.WantFriend(ctx, step.player, step.friend, limits, noon); !errors.Is(err, step.want) {
				t.Errorf("step %d: %s wants %s: %v, want %v", i, step.player, step.friend, err, step.want)
			}
		}
		state := func(player string) (all []string) {
			list, err := s.Friends(ctx, player)
			must(t, err)
			for _, f := range list {
				all = append(all, fmt.Sprintf("%s%t%t%t", f.Player, f.Name != "", !f.Wanted.IsZero(), !f.Wants.IsZero()))
			}
			return all
		}
		if got, want := state("ada"), []string{"bobtruetruetrue", "cydtruetruetrue", "dantruefalsetrue", "evetruetruetrue"}; !slices.Equal(got, want) {
			t.Errorf("friends of ada: %v, want %v", got, want)
		}
		must(t, s.Erase(ctx, "bob", noon))
		must(t, s.ForgetFriend(ctx, "ada", "cyd"))
		must(t, s.ForgetFriend(ctx, "ada", "dan")) // a request that is declined
		if err := s.ForgetFriend(ctx, "ada", "dan"); !errors.Is(err, ErrNotFound) {
			t.Errorf("declined twice: %v", err)
		}
		if err := s.WantFriend(ctx, "ada", "bob", limits, noon); !errors.Is(err, ErrErased) {
			t.Errorf("wants one who has deleted their data: %v", err)
		}
		if got, want := state("ada"), []string{"evetruetruetrue"}; !slices.Equal(got, want) {
			t.Errorf("friends of ada: %v, want %v", got, want)
		}
		for pair, want := range map[[2]string]bool{{"ada", "eve"}: true, {"eve", "ada"}: true, {"ada", "dan"}: false, {"ada", "ada"}: false} {
			if got, err := s.AreFriends(ctx, pair[0], pair[1]); err != nil || got != want {
				t.Errorf("%v are friends: %v, %v, want %v", pair, got, err, want)
			}
		}
		must(t, s.Rename(ctx, "dan", "Cy"))
		must(t, s.Rename(ctx, "cyd", "Cy"))
		if got, err := s.PlayersNamed(ctx, "Cy", 2); err != nil || !slices.Equal(got, []string{"cyd", "dan"}) {
			t.Errorf("players called Cy: %v, %v", got, err)
		}
	})
}

func TestRequestsThatNobodyAnswersAreForgotten(t *testing.T) {
	limits := FriendLimits{Wanted: 9, Requests: 1, Age: time.Hour}
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, id := range []string{"ada", "bob", "cyd", "dan"} {
			mustPutDevice(t, s, id, "token of "+id)
		}
		must(t, s.WantFriend(ctx, "dan", "ada", limits, noon))
		must(t, s.WantFriend(ctx, "ada", "dan", limits, noon))
		must(t, s.WantFriend(ctx, "bob", "ada", limits, noon))
		if err := s.WantFriend(ctx, "cyd", "ada", limits, noon.Add(limits.Age)); !errors.Is(err, ErrTooManyRequests) {
			t.Errorf("while there is one: %v", err)
		}
		must(t, s.WantFriend(ctx, "cyd", "ada", limits, noon.Add(limits.Age+time.Second)))
		list, err := s.Friends(ctx, "ada")
		must(t, err)
		if len(list) != 2 || list[0].Player != "cyd" || list[1].Player != "dan" || list[1].Wanted.IsZero() {
			t.Errorf("friends of ada: %+v, want the new request and her friend", list)
		}
	})
}
