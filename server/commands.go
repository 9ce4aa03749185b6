package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"perihelion/server/app"
	"perihelion/server/data/store"
	"perihelion/server/ops/config"
	"perihelion/server/people/auth"
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
	fmt.Printf("the database is in %s; keep signing-key.pem of the data folder with it, and verify-keys.pem if there is one, or everyone is somebody new\n", file)
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

// rotateKey makes a new signing key in the data folder.
func rotateKey() error {
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return environmentError(err)
	}
	if cfg.SigningKey != "" || cfg.VerifyKeys != "" {
		return fmt.Errorf("rotate-key: the keys are set, so they are yours to replace: add the next public key to %[1]sVERIFY_KEYS_FILE of every server and restart it; then let %[1]sSIGNING_KEY_FILE be the next key, keep the public key of before in %[1]sVERIFY_KEYS_FILE, and restart again", config.Prefix)
	}
	before, now, err := auth.RotateKey(cfg.DataDir)
	if err != nil {
		return fmt.Errorf("rotate-key: %w", err)
	}
	fmt.Printf("the next start signs with key %s; tokens of key %s are accepted as long as it is in verify-keys.pem: leave it there for a year\n", now, before)
	return nil
}

// forgetKey lets the next start sign with any key.
func forgetKey() error {
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return environmentError(err)
	}
	s, err := store.Connect(context.Background(), store.Config{URL: app.DatabaseURL(cfg), NoMigrate: true}, newLogger(cfg))
	if err != nil {
		return fmt.Errorf("forget-key: %w", err)
	}
	if err := errors.Join(s.ForgetSigningKey(context.Background()), s.Close()); err != nil {
		return fmt.Errorf("forget-key: %w", err)
	}
	fmt.Println("the next start may sign with any key; all tokens of the key of before are void")
	return nil
}
