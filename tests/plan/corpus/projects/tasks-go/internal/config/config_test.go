package config

import "testing"

func TestLoadWantsADatabase(t *testing.T) {
	if _, err := Load(func(string) string { return "" }); err == nil {
		t.Fatal("expected an error")
	}
}
