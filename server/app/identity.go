package app

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/ops/config"
	"perihelion/server/people/auth"
)

// loadIdentity loads who this server is, and the keys of its tokens: as they are set, or
// else as they are kept in the data folder.
func (a *App) loadIdentity() error {
	signing, others, err := parseKeys(a.cfg)
	if err != nil {
		return err
	}
	if signing == nil {
		signing, err = auth.LoadKey(a.cfg.DataDir)
	}
	if err == nil && others == nil {
		others, err = auth.LoadVerifyKeys(a.cfg.DataDir)
	}
	if a.node = a.cfg.NodeID; err == nil && a.node == "" {
		a.node, err = auth.LoadNode(a.cfg.DataDir)
	}
	if err == nil && !config.IsLabel(a.node) {
		err = fmt.Errorf("the file node-id there holds %.40q, which is no name of a server; delete it to get another", a.node)
	}
	if err != nil {
		return fmt.Errorf("%sDATA_DIR=%q: %w", config.Prefix, a.cfg.DataDir, err)
	}
	if err := a.loadAddress(); err != nil {
		return err
	}
	a.keys = auth.NewKeyRing(signing, others...)
	a.log.Info("server", "node", a.node, "url", a.cfg.NodeURL, "region", a.cfg.Region, "keys", a.keys.IDs())
	return nil
}

// CheckKeys says what is wrong with the keys that are set.
func CheckKeys(cfg config.Config) error {
	_, _, err := parseKeys(cfg)
	return err
}

// parseKeys reads the keys that are set; nil: none is.
func parseKeys(cfg config.Config) (signing ed25519.PrivateKey, others []ed25519.PublicKey, err error) {
	if cfg.SigningKey != "" {
		var bad error
		if signing, bad = auth.ParseKey([]byte(cfg.SigningKey)); bad != nil {
			err = errors.Join(err, fmt.Errorf("%sSIGNING_KEY: %w", config.Prefix, bad))
		}
	}
	if cfg.VerifyKeys != "" {
		var bad error
		if others, bad = auth.ParseVerifyKeys([]byte(cfg.VerifyKeys)); bad != nil {
			err = errors.Join(err, fmt.Errorf("%sVERIFY_KEYS: %w", config.Prefix, bad))
		}
	}
	return signing, others, err
}

// checkKeys refuses a database whose players have tokens that this server cannot verify:
// each of them would be somebody new.
func (a *App) checkKeys(ctx context.Context) error {
	last, err := a.store.SigningKey(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("%sDATABASE_URL: %w", config.Prefix, err)
	case last == "" || slices.Contains(a.keys.IDs(), last):
		return nil
	}
	return fmt.Errorf("%[1]sSIGNING_KEY: the tokens of the players in this database are signed with key %[2]s, and this server signs with %[3]s: nobody would be known any more; "+
		"use the key of before (%[1]sSIGNING_KEY_FILE, or signing-key.pem in %[1]sDATA_DIR), or accept it beside the new one (its public key in %[1]sVERIFY_KEYS_FILE), or, if it is lost, run `server forget-key`",
		config.Prefix, last, a.keys.IDs()[0])
}

// recordKey notes in the database which key signs from now on.
func (a *App) recordKey(ctx context.Context) error {
	err := a.store.SetSigningKey(ctx, a.keys.IDs(), time.Now())
	if errors.Is(err, store.ErrConflict) { // a server that started at the same time was faster
		return errors.Join(a.checkKeys(ctx), err)
	}
	if err != nil {
		return fmt.Errorf("%sDATABASE_URL: %w", config.Prefix, err)
	}
	return nil
}
