package main

import (
	"context"
	"log"
	"os"

	"example.org/tasks/internal/store"
)

func main() {
	if err := store.Migrate(context.Background(), os.Getenv("DATABASE_URL"), "migrations"); err != nil {
		log.Fatal(err)
	}
}
