package lobby

import (
	"encoding/json"

	"perihelion/server/data/store"
	"perihelion/shared/api"
)

// arenaView is an arena as a player sees it.
func arenaView(a *store.Arena, me string) api.LibraryArena {
	v := api.LibraryArena{
		ID: a.ID, OwnerID: a.Owner, Owner: a.OwnerName, Mine: a.Owner == me, State: a.State, Rotation: a.Rotation && a.State == store.ArenaFeatured,
		Newest: a.Version, Published: a.Published, Plays: a.Plays, Forks: a.Forks, CreatedAt: a.Created.UTC(), ChangedAt: a.Changed.UTC(),
		ListedAt: optionalTime(a.Listed), QueuedAt: optionalTime(a.Queued), Shown: arenaVersionView(&a.Shown),
	}
	if a.Parent.Arena != "" {
		v.Parent = &api.ArenaParent{ID: a.Parent.Arena, Version: a.Parent.Version}
	}
	return v
}

func arenaVersionView(v *store.ArenaVersion) api.ArenaVersion {
	view := api.ArenaVersion{
		Version: v.Version, Title: v.Title, Hash: v.Hash, Picture: picturePath + v.Hash + pictureSuffix,
		CreatedAt: v.Created.UTC(), CheckedAt: optionalTime(v.Checked),
	}
	if v.Report != "" {
		view.Report = new(api.ArenaReport)
		if json.Unmarshal([]byte(v.Report), view.Report) != nil { // of another release
			view.Report = nil
		}
	}
	return view
}

const pictureSuffix = ".png"

func arenaText(v *store.ArenaVersion) api.ArenaText {
	return api.ArenaText{ID: v.Arena, ArenaVersion: arenaVersionView(v), Text: v.Text}
}

// exportedArenas are the arenas of a player with their versions.
func exportedArenas(k *store.PlayerData) []api.ExportedArena {
	all := make([]api.ExportedArena, len(k.Arenas))
	for i := range k.Arenas {
		a := &k.Arenas[i]
		a.Owner, a.OwnerName = k.Player.ID, k.Player.Name
		all[i] = api.ExportedArena{LibraryArena: arenaView(a, a.Owner), Versions: []api.ArenaText{}}
		for n := range k.ArenaVersions {
			if v := &k.ArenaVersions[n]; v.Arena == a.ID {
				all[i].Versions = append(all[i].Versions, arenaText(v))
				all[i].Shown = arenaVersionView(v) // the last one stays
			}
		}
	}
	return all
}
