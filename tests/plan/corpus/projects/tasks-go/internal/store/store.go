package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ErrNotFound says that no task has the id.
var ErrNotFound = errors.New("not found")

// Task is one thing to do.
type Task struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	DoneAt *time.Time `json:"doneAt,omitempty"`
}

// Store keeps tasks in PostgreSQL.
type Store struct{ pool *pgxpool.Pool }

// Open connects and checks that the database answers.
func Open(ctx context.Context, url string) (*Store, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, err
	}
	return &Store{pool: pool}, pool.Ping(ctx)
}

// Close gives the connections back.
func (s *Store) Close() { s.pool.Close() }

// List returns the newest tasks first.
func (s *Store) List(ctx context.Context, limit int) ([]Task, error) {
	rows, err := s.pool.Query(ctx, `select id, title, done_at from tasks order by created_at desc limit $1`, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Task])
}

// Get returns one task.
func (s *Store) Get(ctx context.Context, id string) (Task, error) {
	var t Task
	err := s.pool.QueryRow(ctx, `select id, title, done_at from tasks where id = $1`, id).Scan(&t.ID, &t.Title, &t.DoneAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return Task{}, ErrNotFound
	}
	return t, err
}

// Create adds a task.
func (s *Store) Create(ctx context.Context, title string) (Task, error) {
	var t Task
	err := s.pool.QueryRow(ctx, `insert into tasks (title) values ($1) returning id, title, done_at`, title).Scan(&t.ID, &t.Title, &t.DoneAt)
	return t, err
}

// MarkDone sets the time at which a task was done.
func (s *Store) MarkDone(ctx context.Context, id string) error {
	tag, err := s.pool.Exec(ctx, `update tasks set done_at = now() where id = $1 and done_at is null`, id)
	if err == nil && tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return err
}
