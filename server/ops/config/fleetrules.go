package config

import "strings"

// fleetRules are those of a server that is one of several.
func fleetRules(c *Config) []rule {
	alone := c.NATSURL == ""
	return []rule{
		{
			[]string{"NATS_URL", "DATABASE_URL"},
			!alone && !strings.HasPrefix(c.DatabaseURL, "postgres"), "…",
			"servers that meet there share a database, and SQLite is a file of one server: set $DATABASE_URL to a postgres:// one",
		},
		{
			[]string{"PUBLIC_URL", "NATS_URL"},
			!alone && c.PublicURL == "", c.PublicURL,
			"each of several servers tells clients how to reach the others ($NATS_URL is set): set it to what is the same for all of them",
		},
		{
			[]string{"ROLES", "NATS_URL"},
			alone && len(c.Roles) < 2, strings.Join(c.Roles, ","),
			"a server that is alone has both roles, lobby,node; to share them out set $NATS_URL, too",
		},
		{[]string{"NODE_URL", "NATS_URL"}, alone && c.NodeURL != "", c.NodeURL, "only one of several servers has an address besides $PUBLIC_URL; set $NATS_URL, too"},
		{[]string{"NODE_URL", "AGONES_PORT"}, c.NeedsAddress() && c.AgonesPort == 0, c.NodeURL, "what is in braces comes from Agones; set $AGONES_PORT, too"},
		{[]string{"PUBLIC_URL"}, strings.Contains(c.PublicURL, "{"), c.PublicURL, "all servers share it, so it has no part that Agones gives one of them"},
		{[]string{"SHADOW", "NATS_URL"}, alone && c.Shadow, c.Shadow, "there is nobody to listen to; set $NATS_URL, too"},
		{[]string{"NATS_CREDS_FILE", "NATS_URL"}, alone && c.NATSCredsFile != "", c.NATSCredsFile, "there is no $NATS_URL to use it for"},
	}
}

// fleetWarnings are those of a server that is one of several.
func fleetWarnings(c *Config) []rule {
	return []rule{
		{
			[]string{"NODE_URL", "NATS_URL", "ROLES"},
			c.NATSURL != "" && c.NodeURL == "" && c.Roles.Has(RoleNode), nil,
			"is not set: players reach a room here only if whatever is at $PUBLIC_URL leads to this server and no other",
		},
		{
			[]string{"REPLAY_URL", "NATS_URL"},
			c.NATSURL != "" && c.ReplayURL == "", nil,
			"is not set: the other servers do not find the matches that are played here; use a folder or a bucket that all of them reach",
		},
		{
			[]string{"SIGNING_KEY", "NATS_URL"},
			c.NATSURL != "" && c.SigningKey == "", nil,
			"is not set, and all servers that meet at $NATS_URL must have the same: this one uses signing-key.pem in $DATA_DIR",
		},
	}
}
