package httpapi

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// NewRouter mounts every route of the service.
func NewRouter(tasks TaskStore) http.Handler {
	r := chi.NewRouter()
	r.Use(logRequests)
	h := &taskHandler{tasks: tasks}
	r.Get("/tasks", h.list)
	r.Post("/tasks", h.create)
	r.Get("/tasks/{id}", h.get)
	r.Post("/tasks/{id}/done", h.done)
	return r
}
