import type { ProjectText } from './exercise.ts';

/** A clinic in Django: accounts of the framework, a model with an owner, no API. */
export const CLINIC_DJ: ProjectText = {
  'requirements.txt': 'Django==5.1.4\npsycopg[binary]==3.2.3\npytest-django==4.9.0\n',
  'manage.py':
    'import os\nimport sys\n\nfrom django.core.management import execute_from_command_line\n\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")\n    execute_from_command_line(sys.argv)\n',
  'clinic/__init__.py': '',
  'clinic/settings.py': `from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "django-insecure-clinic"
DEBUG = True
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "visits",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "clinic.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "clinic"}}
`,
  'clinic/urls.py':
    'from django.urls import include, path\n\nurlpatterns = [\n    path("visits/", include("visits.urls")),\n]\n',
  'visits/__init__.py': '',
  'visits/models.py': `from django.db import models


class Patient(models.Model):
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)


class Visit(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE)
    reason = models.TextField()
    at = models.DateTimeField()
`,
  'visits/views.py': `from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from visits.models import Visit


def visit_list(request: HttpRequest) -> HttpResponse:
    return render(request, "visits/list.html", {"visits": Visit.objects.order_by("at")})


def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(Visit, pk=pk)
    return render(request, "visits/detail.html", {"visit": visit})
`,
  'visits/urls.py':
    'from django.urls import path\n\nfrom visits import views\n\nurlpatterns = [\n    path("", views.visit_list),\n    path("<int:pk>/", views.visit_detail),\n]\n',
  'visits/migrations/__init__.py': '',
  'visits/migrations/0001_initial.py':
    'from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    initial = True\n    dependencies = []\n    operations = [\n        migrations.CreateModel(name="Patient", fields=[("id", models.BigAutoField(primary_key=True))]),\n    ]\n',
  'visits/templates/visits/list.html': '<ul>{% for v in visits %}<li>{{ v.reason }}</li>{% endfor %}</ul>\n',
  'tests/test_visits.py':
    'import pytest\n\n\n@pytest.mark.django_db\ndef test_list_is_empty(client):\n    assert client.get("/visits/").status_code == 200\n',
};

/** A forum in Rails with accounts of its own. */
export const FORUM_RB: ProjectText = {
  Gemfile:
    'source "https://rubygems.org"\n\ngem "rails", "~> 8.0"\ngem "pg"\ngem "bcrypt"\n\ngroup :test do\n  gem "rspec-rails"\nend\n',
  'config/application.rb':
    'require "rails/all"\n\nmodule Forum\n  class Application < Rails::Application\n    config.load_defaults 8.0\n  end\nend\n',
  'config/routes.rb':
    'Rails.application.routes.draw do\n  resources :posts\n  post "login" => "sessions#create"\nend\n',
  'config/initializers/session_store.rb':
    'Rails.application.config.session_store :cookie_store, key: "forum"\n',
  'app/models/user.rb':
    'class User < ApplicationRecord\n  has_secure_password\n  has_many :posts\n  validates :email, presence: true, uniqueness: true\n\n  def moderator?\n    is_moderator\n  end\nend\n',
  'app/models/post.rb': 'class Post < ApplicationRecord\n  belongs_to :user\nend\n',
  'app/controllers/application_controller.rb':
    'class ApplicationController < ActionController::Base\n  protect_from_forgery with: :exception\n\n  def require_logged_in_user\n    head :unauthorized unless current_user\n  end\n\n  def current_user\n    User.find_by(id: session[:user_id])\n  end\nend\n',
  'app/controllers/sessions_controller.rb':
    'class SessionsController < ApplicationController\n  def create\n    user = User.find_by(email: params[:email])\n    session[:user_id] = user.id if user&.authenticate(params[:password])\n  end\nend\n',
  'app/controllers/posts_controller.rb':
    'class PostsController < ApplicationController\n  before_action :require_logged_in_user, only: [:update]\n\n  def update\n    post = Post.find(params[:id])\n    return head(:forbidden) if post.user_id != current_user.id\n    post.update!(params.permit(:title, :body))\n    render json: post\n  end\nend\n',
  'db/migrate/20260101101010_create_users.rb':
    'class CreateUsers < ActiveRecord::Migration[8.0]\n  def change\n    create_table :users do |t|\n      t.string :email, null: false\n      t.string :password_digest, null: false\n      t.boolean :is_moderator, null: false, default: false\n    end\n  end\nend\n',
  'spec/requests/posts_spec.rb':
    'require "rails_helper"\n\nRSpec.describe "posts" do\n  it "refuses strangers" do\n    patch "/posts/1"\n    expect(response).to have_http_status(:unauthorized)\n  end\nend\n',
};

/** A Next site with Prisma and no accounts. */
export const BOARD_NEXT: ProjectText = {
  'package.json': JSON.stringify({
    name: 'board-next',
    private: true,
    scripts: { dev: 'next dev', build: 'next build', test: 'vitest run', typecheck: 'tsc --noEmit' },
    dependencies: { next: '15.1.0', react: '19.0.0', 'react-dom': '19.0.0', '@prisma/client': '6.1.0' },
    devDependencies: { typescript: '5.7.2', vitest: '2.1.8', prisma: '6.1.0', '@types/react': '19.0.0' },
  }),
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "jsx": "preserve" } }\n',
  'next.config.ts':
    "import type { NextConfig } from 'next';\n\nconst config: NextConfig = { reactStrictMode: true };\n\nexport default config;\n",
  'prisma/schema.prisma':
    'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\nmodel Card {\n  id    String @id @default(uuid())\n  title String\n}\n',
  'prisma/migrations/20260101000000_init/migration.sql':
    'CREATE TABLE "Card" ("id" TEXT PRIMARY KEY, "title" TEXT NOT NULL);\n',
  'src/lib/db.ts':
    "import { PrismaClient } from '@prisma/client';\n\nexport const db = new PrismaClient();\n",
  'src/app/layout.tsx':
    'export default function RootLayout({ children }: { children: React.ReactNode }) {\n  return (\n    <html lang="en">\n      <body>{children}</body>\n    </html>\n  );\n}\n',
  'src/app/cards/page.tsx':
    "import { db } from '../../lib/db';\n\nexport default async function CardsPage() {\n  const cards = await db.card.findMany();\n  return (\n    <ul>\n      {cards.map(card => (\n        <li key={card.id}>{card.title}</li>\n      ))}\n    </ul>\n  );\n}\n",
  'src/app/api/cards/route.ts':
    "import { db } from '../../../lib/db';\n\nexport async function GET(): Promise<Response> {\n  return Response.json(await db.card.findMany());\n}\n",
  'tests/cards.test.ts':
    "import { expect, it } from 'vitest';\n\nit('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n",
};

/** A Go service with its own sessions. */
export const LINKS_GO: ProjectText = {
  'go.mod':
    'module example.org/links\n\ngo 1.23\n\nrequire (\n\tgithub.com/go-chi/chi/v5 v5.2.0\n\tgithub.com/lib/pq v1.10.9\n\tgolang.org/x/crypto v0.31.0\n)\n',
  'main.go':
    'package main\n\nimport (\n\t"log"\n\t"net/http"\n\n\t"example.org/links/internal/web"\n)\n\nfunc main() {\n\tlog.Fatal(http.ListenAndServe(":8080", web.NewRouter()))\n}\n',
  'internal/web/routes.go':
    'package web\n\nimport (\n\t"net/http"\n\n\t"github.com/go-chi/chi/v5"\n)\n\n// NewRouter mounts every route.\nfunc NewRouter() http.Handler {\n\tr := chi.NewRouter()\n\tr.Post("/login", handleLogin)\n\tr.With(requireUser).Get("/links", listLinks)\n\treturn r\n}\n\nfunc listLinks(w http.ResponseWriter, r *http.Request) {\n\tw.WriteHeader(http.StatusOK)\n}\n',
  'internal/web/auth.go':
    'package web\n\nimport "net/http"\n\nfunc handleLogin(w http.ResponseWriter, r *http.Request) {\n\thttp.SetCookie(w, &http.Cookie{Name: "session", Value: newSession(r.FormValue("user")), HttpOnly: true})\n}\n\nfunc requireUser(next http.Handler) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\tif _, err := r.Cookie("session"); err != nil {\n\t\t\thttp.Error(w, "sign in first", http.StatusUnauthorized)\n\t\t\treturn\n\t\t}\n\t\tnext.ServeHTTP(w, r)\n\t})\n}\n\nfunc newSession(user string) string { return user }\n',
  'internal/crypto/password.go':
    'package crypto\n\nimport "golang.org/x/crypto/bcrypt"\n\n// HashPassword gives the hash of a password.\nfunc HashPassword(password string) (string, error) {\n\tbytes, err := bcrypt.GenerateFromPassword([]byte(password), 12)\n\treturn string(bytes), err\n}\n',
  'internal/model/user.go':
    'package model\n\n// User is an account.\ntype User struct {\n\tID       int64\n\tEmail    string\n\tPassword string\n}\n',
  'internal/store/user.go':
    'package store\n\nimport (\n\t"database/sql"\n\n\t"example.org/links/internal/model"\n)\n\n// Users reads and writes accounts.\ntype Users struct{ DB *sql.DB }\n\n// ByEmail gives the account of an address.\nfunc (u Users) ByEmail(email string) (model.User, error) {\n\tvar user model.User\n\terr := u.DB.QueryRow("SELECT id, email, password FROM users WHERE email = $1", email).Scan(&user.ID, &user.Email, &user.Password)\n\treturn user, err\n}\n',
  'migrations/0001_users.sql':
    'CREATE TABLE users (id BIGSERIAL PRIMARY KEY, email TEXT UNIQUE NOT NULL, password TEXT NOT NULL);\n',
  'internal/web/routes_test.go':
    'package web\n\nimport "testing"\n\nfunc TestRouter(t *testing.T) {\n\tif NewRouter() == nil {\n\t\tt.Fatal("no router")\n\t}\n}\n',
};
