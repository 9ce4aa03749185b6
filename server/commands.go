package main

import (
	"context"
	"fmt"
	"os"

	"perihelion/server/app"
	"perihelion/server/data/store"
	"perihelion/server/ops/config"
)

// backup writes the database into a new file.
func backup(file string) error {
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return environmentError(err)
	}
	if err := store.Backup(context.Background(), app.DatabaseURL(cfg), file); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	fmt.Printf("the database is in %s; keep signing-key.pem of the data folder with it, or everyone is somebody new\n", file)
	return nil
}

// restore replaces the database by a backup.
func restore(file string) error {
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return environmentError(err)
	}
	done, err := store.Restore(context.Background(), app.DatabaseURL(cfg), file, newLogger(cfg))
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	fmt.Printf("%s is what %s holds\n", done.Path, file)
	if done.Aside != "" {
		fmt.Printf("the database of before is %s; delete it when you no longer want it\n", done.Aside)
	}
	return nil
}
