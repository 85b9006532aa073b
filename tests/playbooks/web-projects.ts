import type { ProjectText } from './exercise.ts';

/** A forum in Rails: pages from ERB, one style sheet, RSpec. */
export const boardRails: ProjectText = {
  Gemfile: `source 'https://rubygems.org'
gem 'rails', '8.0.1'
gem 'pg', '1.5.9'
group :test do
  gem 'rspec-rails', '7.1.0'
end
`,
  'Gemfile.lock': `GEM
  remote: https://rubygems.org/
  specs:
    pg (1.5.9)
    rails (8.0.1)
    rspec-rails (7.1.0)
`,
  'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base
  before_action :load_user

  def load_user
    @user = User.find_by(id: session[:user_id])
  end
end
`,
  'app/controllers/topics_controller.rb': `class TopicsController < ApplicationController
  def new
    @topic = Topic.new
  end

  def create
    @topic = Topic.new(params.require(:topic).permit(:title, :body))
    return render :new unless @topic.save

    redirect_to @topic
  end
end
`,
  'app/controllers/registrations_controller.rb': `class RegistrationsController < ApplicationController
  def new
    @account = User.new
  end
end
`,
  'app/models/topic.rb': `class Topic < ApplicationRecord
  belongs_to :user
end
`,
  'app/models/user.rb': `class User < ApplicationRecord
  has_many :topics
end
`,
  'app/views/layouts/application.html.erb': `<!doctype html>
<html lang="en">
  <head>
    <title>Board</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <%= stylesheet_link_tag "application" %>
    <%= javascript_importmap_tags %>
  </head>
  <body><%= yield %></body>
</html>
`,
  'app/views/home/index.html.erb': `<h1>Talk about boards</h1>
<p><%= link_to "Join", new_registration_path %> or <a href="/topics">read</a></p>
`,
  'app/views/topics/_form.html.erb': `<%= form_with model: topic do |f| %>
  <%= f.label :title %>
  <%= f.text_field :title %>
  <%= f.text_area :body %>
  <%= f.submit "Post" %>
<% end %>
`,
  'app/views/registrations/new.html.erb': `<h1>Join the board</h1>
<%= form_with model: @account do |f| %>
  <%= f.text_field :name, required: true %>
  <%= f.email_field :email, required: true %>
  <%= f.password_field :password, required: true %>
  <%= f.text_field :telephone %>
<% end %>
`,
  'app/assets/stylesheets/application.css': `body {
  color: #222222;
  background: #ffffff;
}
a:focus {
  outline: none;
}
`,
  'config/routes.rb': `Rails.application.routes.draw do
  resources :topics
  resources :registrations
end
`,
  'config/locales/en.yml': `en:
  board: "Board"
`,
  'spec/models/topic_spec.rb': `require 'rails_helper'

RSpec.describe Topic do
  it 'belongs to a user' do
    expect(Topic.new.user).to be_nil
  end
end
`,
  'spec/models/user_spec.rb': `require 'rails_helper'

RSpec.describe User do
  it 'has topics' do
    expect(User.new.topics).to be_empty
  end
end
`,
};

/** Appointments in Django: templates below the app, a form class, pytest. */
export const clinicDjango: ProjectText = {
  'pyproject.toml': `[project]
name = "clinic"
version = "1.2.0"
dependencies = ["django==5.1.4", "psycopg==3.2.3"]

[dependency-groups]
dev = ["pytest==8.3.4", "pytest-django==4.9.0"]
`,
  'manage.py': `import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`,
  'clinic/settings.py': `import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["django.contrib.auth", "visits"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware"]
LANGUAGE_CODE = "en"
`,
  'clinic/urls.py': `from django.urls import path

from visits import views

urlpatterns = [path("visits/new", views.book_visit)]
`,
  'visits/models.py': `from django.db import models


class Visit(models.Model):
    name = models.CharField(max_length=80)
    day = models.DateField()
`,
  'visits/views.py': `from django.shortcuts import redirect, render

from .models import Visit


def book_visit(request):
    if request.method == "POST":
        Visit.objects.create(name=request.POST["name"], day=request.POST["day"])
        return redirect("/visits")
    return render(request, "visits/visit_form.html")
`,
  'visits/templates/base.html': `<!doctype html>
<html>
  <head>
    <title>Clinic</title>
    <link rel="stylesheet" href="/static/main.css">
  </head>
  <body>{% block content %}{% endblock %}</body>
</html>
`,
  'visits/templates/visits/visit_form.html': `{% extends "base.html" %}
{% block content %}
<form method="post">
  {% csrf_token %}
  <input name="name" placeholder="Your name">
  <input name="day" type="date">
  <button>Book</button>
</form>
{% endblock %}
`,
  'visits/static/main.css': `:root {
  --ink: #111111;
}
body {
  color: var(--ink);
}
.note {
  background: #ffeecc;
}
`,
  'tests/test_visits.py': `def test_books(client):
    assert client.get("/visits/new").status_code == 200
`,
};

/** A shop in Next with the app router, Tailwind and a client-side cart. */
export const shopNext: ProjectText = {
  'package.json': JSON.stringify(
    {
      name: 'shop-next',
      version: '2.0.0',
      private: true,
      scripts: { dev: 'next dev', build: 'next build', test: 'vitest run', typecheck: 'tsc --noEmit' },
      dependencies: { next: '15.1.0', react: '19.0.0', 'react-dom': '19.0.0', tailwindcss: '4.0.0' },
      devDependencies: { typescript: '5.7.2', vitest: '2.1.8' },
    },
    undefined,
    2,
  ),
  'package-lock.json': '{ "name": "shop-next", "lockfileVersion": 3, "packages": {} }\n',
  'next.config.ts': `import type { NextConfig } from 'next';

const config: NextConfig = { poweredByHeader: false };

export default config;
`,
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "jsx": "preserve" } }\n',
  'app/layout.tsx': `import './globals.css';
import type { ReactNode } from 'react';
import { CartProvider } from '../components/CartProvider';

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="bg-white text-black">
        <CartProvider>{children}</CartProvider>
      </body>
    </html>
  );
}
`,
  'app/globals.css': `@import "tailwindcss";
`,
  'app/page.tsx': `import { ProductCard } from '../components/ProductCard';

export default function HomePage() {
  return (
    <main>
      <h1>Lamps that last</h1>
      <img src="/hero.jpg" alt="" />
      <ProductCard name="Desk lamp" cents={4900} />
      <a href="/checkout">Buy now</a>
    </main>
  );
}
`,
  'app/checkout/page.tsx': `'use client';
import { CheckoutForm } from '../../components/CheckoutForm';

export default function CheckoutPage() {
  return <CheckoutForm />;
}
`,
  'components/CartProvider.tsx': `'use client';
import { createContext, type ReactNode, useState } from 'react';

export const CartContext = createContext<string[]>([]);

export function CartProvider({ children }: { children: ReactNode }) {
  const [items] = useState<string[]>([]);
  return <CartContext.Provider value={items}>{children}</CartContext.Provider>;
}
`,
  'components/ProductCard.tsx': `export function ProductCard({ name, cents }: { name: string; cents: number }) {
  return (
    <div className="rounded bg-white p-4 text-black">
      {name} {cents / 100} €
    </div>
  );
}
`,
  'components/CheckoutForm.tsx': `'use client';
import { useState } from 'react';

export function CheckoutForm() {
  const [email, setEmail] = useState('');
  const [street, setStreet] = useState('');
  return (
    <form onSubmit={event => event.preventDefault()}>
      <input value={email} onChange={event => setEmail(event.target.value)} placeholder="E-mail" />
      <input value={street} onChange={event => setStreet(event.target.value)} placeholder="Street" />
      <button type="submit">Pay</button>
    </form>
  );
}
`,
  'tests/price.test.ts': `import { expect, it } from 'vitest';

it('counts in cents', () => expect(4900 / 100).toBe(49));
`,
};

/** A reader of feeds in Go: html/template, handlers below internal/ui. */
export const feedsGo: ProjectText = {
  'go.mod': `module example.org/feeds

go 1.23

require github.com/lib/pq v1.10.9
`,
  'main.go': `package main

import (
	"net/http"

	"example.org/feeds/internal/ui"
)

func main() {
	http.ListenAndServe(":8080", ui.Routes())
}
`,
  'internal/ui/routes.go': `package ui

import "net/http"

// Routes gives every page of the reader.
func Routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/feeds/new", showFeedForm)
	return mux
}
`,
  'internal/ui/feed_create.go': `package ui

import "net/http"

func showFeedForm(w http.ResponseWriter, r *http.Request) {
	render(w, "create_feed.html")
}
`,
  'internal/ui/render.go': `package ui

import (
	"html/template"
	"net/http"
)

func render(w http.ResponseWriter, name string) {
	template.Must(template.ParseFiles("internal/ui/templates/layout.html", "internal/ui/templates/"+name)).Execute(w, nil)
}
`,
  'internal/ui/templates/layout.html': `<!doctype html>
<html lang="en">
<head>
  <title>Feeds</title>
  <meta name="viewport" content="width=device-width, maximum-scale=1, user-scalable=no">
  <link rel="stylesheet" href="/static/app.css">
</head>
<body>{{ template "content" . }}</body>
</html>
`,
  'internal/ui/templates/create_feed.html': `{{ define "content" }}
<h1>New feed</h1>
<form action="/feeds" method="post">
  <input type="url" name="address">
  <button>Subscribe</button>
</form>
{{ end }}
`,
  'internal/ui/static/app.css': `body { color: #333333; background: #fafafa; }
a { color: #0055aa; }
`,
  'internal/ui/routes_test.go': `package ui

import "testing"

func TestRoutes(t *testing.T) {
	if Routes() == nil {
		t.Fatal("no routes")
	}
}
`,
};
