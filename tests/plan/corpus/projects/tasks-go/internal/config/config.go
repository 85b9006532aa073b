package config

import "errors"

// Config is what the environment says.
type Config struct {
	DatabaseURL string
	Addr        string
}

// Load reads the environment by getenv, so that tests need none.
func Load(getenv func(string) string) (Config, error) {
	cfg := Config{DatabaseURL: getenv("DATABASE_URL"), Addr: getenv("ADDR")}
	if cfg.DatabaseURL == "" {
		return Config{}, errors.New("DATABASE_URL is missing")
	}
	if cfg.Addr == "" {
		cfg.Addr = ":8080"
	}
	return cfg, nil
}
