package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"

	"example.org/tasks/internal/config"
	"example.org/tasks/internal/httpapi"
	"example.org/tasks/internal/store"
)

func main() {
	cfg, err := config.Load(os.Getenv)
	if err != nil {
		slog.Error("configuration", "err", err)
		os.Exit(2)
	}
	db, err := store.Open(context.Background(), cfg.DatabaseURL)
	if err != nil {
		slog.Error("database", "err", err)
		os.Exit(1)
	}
	defer db.Close()
	slog.Info("listening", "addr", cfg.Addr)
	if err := http.ListenAndServe(cfg.Addr, httpapi.NewRouter(db)); err != nil {
		slog.Error("server", "err", err)
		os.Exit(1)
	}
}
