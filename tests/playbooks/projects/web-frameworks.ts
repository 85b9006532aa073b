import type { ProjectText } from '../exercise.ts';

/** A small server in Go: net/http, handlers in one package, tests beside them. */
export const GO_BOOKS: ProjectText = {
  'go.mod': 'module example.org/books\n\ngo 1.23\n\nrequire github.com/lib/pq v1.10.9\n',
  Makefile: 'build:\n\tgo build ./...\n\ntest:\n\tgo test ./...\n\nlint:\n\tgolangci-lint run\n',
  'README.md': '# books\n\nServes a library of books over HTTP.\n',
  'main.go': `package main

import (
	"log"
	"net/http"

	"example.org/books/internal/api"
)

func main() {
	log.Fatal(http.ListenAndServe(":8080", api.NewRouter()))
}
`,
  'internal/api/routes.go': `package api

import "net/http"

// NewRouter mounts every handler.
func NewRouter() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /books", listBooks)
	mux.HandleFunc("POST /books", createBook)
	return mux
}
`,
  'internal/api/book_handlers.go': `package api

import (
	"encoding/json"
	"net/http"

	"example.org/books/internal/store"
)

func listBooks(w http.ResponseWriter, r *http.Request) {
	books, err := store.All(r.Context())
	if err != nil {
		http.Error(w, "cannot read", http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(w).Encode(books)
}

func createBook(w http.ResponseWriter, r *http.Request) {
	var book store.Book
	if err := json.NewDecoder(r.Body).Decode(&book); err != nil {
		http.Error(w, "wrong book", http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusCreated)
}
`,
  'internal/api/loan_handlers.go': `package api

import "net/http"

func listLoans(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusNoContent)
}
`,
  'internal/api/book_handlers_test.go': `package api

import (
	"net/http/httptest"
	"testing"
)

func TestListBooks(t *testing.T) {
	w := httptest.NewRecorder()
	NewRouter().ServeHTTP(w, httptest.NewRequest("GET", "/books", nil))
	if w.Code == 404 {
		t.Fatal("no route")
	}
}
`,
  'internal/store/book.go': `package store

import "context"

// Book is a stored book.
type Book struct {
	ID    int64
	Title string
}

// All gives every book.
func All(ctx context.Context) ([]Book, error) {
	return nil, ctx.Err()
}
`,
};

/** A small Rails application with request specs. */
export const RAILS_BLOG: ProjectText = {
  Gemfile:
    "source 'https://rubygems.org'\n\ngem 'rails', '~> 8.0'\ngem 'pg'\n\ngroup :test do\n  gem 'rspec-rails'\nend\n",
  'README.md': '# blog\n\nA blog with posts and comments.\n',
  'config/routes.rb':
    'Rails.application.routes.draw do\n  resources :posts\n  resources :comments, only: [:create]\nend\n',
  'config/application.rb':
    "require 'rails/all'\n\nmodule Blog\n  class Application < Rails::Application\n  end\nend\n",
  'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base
  rescue_from ActiveRecord::RecordNotFound, with: :not_found

  def not_found
    render plain: 'not found', status: :not_found
  end
end
`,
  'app/controllers/posts_controller.rb': `class PostsController < ApplicationController
  def index
    @posts = Post.order(created_at: :desc)
  end

  def create
    @post = Post.create!(post_params)
    redirect_to @post
  end

  private

  def post_params
    params.require(:post).permit(:title, :body)
  end
end
`,
  'app/controllers/comments_controller.rb': `class CommentsController < ApplicationController
  def create
    Comment.create!(params.require(:comment).permit(:body, :post_id))
    head :created
  end
end
`,
  'app/models/post.rb':
    'class Post < ApplicationRecord\n  validates :title, presence: true\n  has_many :comments\nend\n',
  'app/models/comment.rb': 'class Comment < ApplicationRecord\n  belongs_to :post\nend\n',
  'app/models/user.rb': 'class User < ApplicationRecord\n  has_secure_password\nend\n',
  'db/migrate/20250101120000_create_posts.rb':
    'class CreatePosts < ActiveRecord::Migration[8.0]\n  def change\n    create_table :posts do |t|\n      t.string :title\n    end\n  end\nend\n',
  'spec/requests/posts_spec.rb':
    "require 'rails_helper'\n\nRSpec.describe 'posts' do\n  it 'lists' do\n    get '/posts'\n    expect(response).to have_http_status(:ok)\n  end\nend\n",
  'spec/requests/comments_spec.rb':
    "require 'rails_helper'\n\nRSpec.describe 'comments' do\n  it 'creates' do\n    post '/comments'\n  end\nend\n",
};

/** A small Django project with REST framework. */
export const DJANGO_SHOP: ProjectText = {
  'manage.py':
    "import os\nimport sys\n\nfrom django.core.management import execute_from_command_line\n\nif __name__ == '__main__':\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n    execute_from_command_line(sys.argv)\n",
  'requirements.txt':
    'django==5.1\ndjangorestframework==3.15.2\npsycopg==3.2\npytest==8.3\npytest-django==4.9\n',
  'README.md': '# shop\n\nA shop in Django.\n',
  'shop/settings.py':
    "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nINSTALLED_APPS = ['rest_framework', 'catalog']\nMIDDLEWARE = ['django.middleware.security.SecurityMiddleware']\nROOT_URLCONF = 'shop.urls'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n",
  'shop/urls.py':
    "from django.urls import include, path\n\nurlpatterns = [path('api/', include('catalog.urls'))]\n",
  'catalog/__init__.py': '',
  'catalog/models.py':
    'from django.db import models\n\n\nclass Product(models.Model):\n    name = models.CharField(max_length=100)\n    price_cents = models.IntegerField()\n',
  'catalog/serializers.py':
    "from rest_framework import serializers\n\nfrom catalog.models import Product\n\n\nclass ProductSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Product\n        fields = ['id', 'name', 'price_cents']\n",
  'catalog/views.py':
    'from rest_framework import viewsets\n\nfrom catalog.models import Product\nfrom catalog.serializers import ProductSerializer\n\n\nclass ProductViewSet(viewsets.ModelViewSet):\n    queryset = Product.objects.all()\n    serializer_class = ProductSerializer\n',
  'catalog/urls.py':
    "from rest_framework.routers import DefaultRouter\n\nfrom catalog.views import ProductViewSet\n\nrouter = DefaultRouter()\nrouter.register('products', ProductViewSet)\nurlpatterns = router.urls\n",
  'catalog/migrations/0001_initial.py':
    "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.CreateModel(name='Product', fields=[('id', models.AutoField(primary_key=True))])]\n",
  'tests/test_products.py':
    "import pytest\n\n\n@pytest.mark.django_db\ndef test_list(client):\n    assert client.get('/api/products/').status_code == 200\n",
};

/** A library without server, pages or command: what most operations have no place in. */
export const PLAIN_LIBRARY: ProjectText = {
  'package.json': JSON.stringify({
    name: 'tiny-slug',
    version: '1.0.0',
    main: 'src/index.js',
    scripts: { test: 'node --test' },
    devDependencies: { typescript: '5.6.3' },
  }),
  'README.md': '# tiny-slug\n\nTurns titles into slugs.\n',
  'src/index.js': "export function slug(title) {\n  return title.toLowerCase().replace(/\\W+/g, '-');\n}\n",
  'test/index.test.js':
    "import test from 'node:test';\nimport { slug } from '../src/index.js';\n\ntest('slug', () => slug('A b'));\n",
};
