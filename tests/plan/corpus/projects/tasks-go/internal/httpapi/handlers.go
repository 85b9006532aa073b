package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"example.org/tasks/internal/store"
)

// TaskStore is what the handlers need of the store.
type TaskStore interface {
	List(ctx context.Context, limit int) ([]store.Task, error)
	Get(ctx context.Context, id string) (store.Task, error)
	Create(ctx context.Context, title string) (store.Task, error)
	MarkDone(ctx context.Context, id string) error
}

type taskHandler struct{ tasks TaskStore }

func (h *taskHandler) list(w http.ResponseWriter, r *http.Request) {
	tasks, err := h.tasks.List(r.Context(), 50)
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, tasks)
}

func (h *taskHandler) get(w http.ResponseWriter, r *http.Request) {
	task, err := h.tasks.Get(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, task)
}

func (h *taskHandler) create(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Title string `json:"title"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Title == "" {
		http.Error(w, `{"code":"bad_request"}`, http.StatusBadRequest)
		return
	}
	task, err := h.tasks.Create(r.Context(), body.Title)
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusCreated, task)
}

func (h *taskHandler) done(w http.ResponseWriter, r *http.Request) {
	if err := h.tasks.MarkDone(r.Context(), chi.URLParam(r, "id")); err != nil {
		writeError(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("content-type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func writeError(w http.ResponseWriter, err error) {
	if errors.Is(err, store.ErrNotFound) {
		http.Error(w, `{"code":"not_found"}`, http.StatusNotFound)
		return
	}
	http.Error(w, `{"code":"internal"}`, http.StatusInternalServerError)
}
