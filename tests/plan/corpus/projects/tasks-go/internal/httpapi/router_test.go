package httpapi

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestUnknownPathIs404(t *testing.T) {
	response := httptest.NewRecorder()
	NewRouter(nil).ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/nothing", nil))
	if response.Code != http.StatusNotFound {
		t.Fatalf("got %d", response.Code)
	}
}
