import type { ProjectText } from './exercise.ts';

/** A reader of feeds in Go: migrations in one file, a webhook that is sent, a client that refuses private addresses. */
export const READER_GO: ProjectText = {
  'go.mod': 'module reader.example/app\n\ngo 1.23\n\nrequire github.com/lib/pq v1.10.9\n',
  'README.md': '# reader\n\nReads feeds.\n',
  'main.go':
    'package main\n\nimport (\n\t"net/http"\n\n\t"reader.example/app/internal/ui"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", ui.Routes())\n}\n',
  'internal/database/migrations.go':
    'package database\n\nimport "database/sql"\n\n// Add new migrations at the end of the list.\nvar migrations = []func(tx *sql.Tx) error{\n\tfunc(tx *sql.Tx) error {\n\t\t_, err := tx.Exec(`CREATE TABLE users (id serial primary key, username text, password text, is_admin bool default false)`)\n\t\treturn err\n\t},\n}\n',
  'internal/model/user.go':
    'package model\n\n// User is an account.\ntype User struct {\n\tID       int64\n\tUsername string\n\tPassword string\n\tIsAdmin  bool // is_admin\n}\n',
  'internal/model/entry.go':
    'package model\n\n// Entry is one article of a feed.\ntype Entry struct {\n\tID      int64\n\tTitle   string\n\tStarred bool\n}\n',
  'internal/storage/user.go':
    'package storage\n\nimport "reader.example/app/internal/model"\n\nfunc UserByID(id int64) (*model.User, error) {\n\treturn &model.User{ID: id}, nil\n}\n\nfunc RemoveUser(id int64) error {\n\treturn nil\n}\n',
  'internal/storage/entry.go':
    'package storage\n\nimport "reader.example/app/internal/model"\n\n// ToggleStarred stars an entry, or takes the star away.\nfunc ToggleStarred(entry *model.Entry) error {\n\tentry.Starred = !entry.Starred\n\treturn nil\n}\n',
  'internal/http/client/client.go':
    'package client\n\nimport (\n\t"context"\n\t"errors"\n\t"net"\n\t"net/http"\n)\n\n// ErrPrivateNetwork is returned for addresses of the own network.\nvar ErrPrivateNetwork = errors.New("private network")\n\n// NewClient makes a client that refuses them.\nfunc NewClient() *http.Client {\n\tdial := func(ctx context.Context, network, address string) (net.Conn, error) {\n\t\thost, _, err := net.SplitHostPort(address)\n\t\tif err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t\tif ip := net.ParseIP(host); ip != nil && ip.IsPrivate() {\n\t\t\treturn nil, ErrPrivateNetwork\n\t\t}\n\t\treturn net.Dial(network, address)\n\t}\n\treturn &http.Client{Transport: &http.Transport{DialContext: dial}}\n}\n',
  'internal/integration/webhook/webhook.go':
    'package webhook\n\nimport (\n\t"bytes"\n\t"net/http"\n\n\t"reader.example/app/internal/http/client"\n\t"reader.example/app/internal/model"\n)\n\n// SendSaveEvent tells a receiver that an entry was saved.\nfunc SendSaveEvent(url string, entry *model.Entry) error {\n\treq, err := http.NewRequest(http.MethodPost, url, bytes.NewReader([]byte(entry.Title)))\n\tif err != nil {\n\t\treturn err\n\t}\n\t_, err = client.NewClient().Do(req)\n\treturn err\n}\n',
  'internal/ui/routes.go':
    'package ui\n\nimport "net/http"\n\n// Routes mounts all handlers.\nfunc Routes() *http.ServeMux {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("/entry/star", toggleStarred)\n\tmux.HandleFunc("/users", showUsers)\n\treturn mux\n}\n',
  'internal/ui/entry_star.go':
    'package ui\n\nimport (\n\t"net/http"\n\n\t"reader.example/app/internal/model"\n\t"reader.example/app/internal/storage"\n)\n\nfunc toggleStarred(w http.ResponseWriter, r *http.Request) {\n\tif err := storage.ToggleStarred(&model.Entry{}); err != nil {\n\t\thttp.Error(w, err.Error(), 500)\n\t}\n}\n',
  'internal/ui/users.go':
    'package ui\n\nimport (\n\t"net/http"\n\n\t"reader.example/app/internal/storage"\n)\n\n// IsAdminUser says whether the caller administers.\nfunc IsAdminUser(r *http.Request) bool {\n\tuser, _ := storage.UserByID(1)\n\treturn user.IsAdmin\n}\n\nfunc showUsers(w http.ResponseWriter, r *http.Request) {\n\tif !IsAdminUser(r) {\n\t\thttp.Error(w, "forbidden", 403)\n\t}\n}\n',
  'internal/ui/users_test.go':
    'package ui\n\nimport "testing"\n\nfunc TestUsers(t *testing.T) {\n\tif Routes() == nil {\n\t\tt.Fatal("no routes")\n\t}\n}\n',
};

/** A board in Rails: a queue of jobs, settings of people in one column, one catalogue, JavaScript that is served as it is. */
export const BOARD_RB: ProjectText = {
  Gemfile:
    "source 'https://rubygems.org'\ngem 'rails', '8.0.1'\ngem 'solid_queue', '1.2.1'\ngem 'importmap-rails', '2.0.0'\ngem 'activerecord-typedstore'\ngem 'pg'\n",
  'README.md': '# board\n\nA board for links.\n',
  'config/application.rb':
    "require 'rails/all'\n\nmodule Board\n  class Application < Rails::Application\n    config.load_defaults 8.0\n    config.active_job.queue_adapter = :solid_queue\n  end\nend\n",
  'config/routes.rb':
    "Rails.application.routes.draw do\n  resources :stories\n  get '/settings' => 'settings#index'\n  post '/settings' => 'settings#update'\nend\n",
  'config/locales/en.yml': "en:\n  hello: 'Hello world'\n",
  'db/migrate/20260102030405_create_stories.rb':
    'class CreateStories < ActiveRecord::Migration[8.0]\n  def change\n    create_table :stories do |t|\n      t.string :title\n    end\n  end\nend\n',
  'db/schema.rb':
    'ActiveRecord::Schema[8.0].define(version: 2026_01_02_030405) do\n  create_table "stories", force: :cascade do |t|\n    t.string "title"\n  end\n  create_table "users", force: :cascade do |t|\n    t.string "email"\n    t.text "settings"\n  end\nend\n',
  'app/models/application_record.rb':
    'class ApplicationRecord < ActiveRecord::Base\n  primary_abstract_class\nend\n',
  'app/models/user.rb':
    'class User < ApplicationRecord\n  has_secure_password\n  has_many :stories\n\n  typed_store :settings do |s|\n    s.boolean :show_avatars, default: true\n  end\n\n  def delete!\n    stories.update_all(user_id: nil)\n    destroy!\n  end\n\n  def email_of\n    email\n  end\nend\n',
  'app/models/story.rb':
    'class Story < ApplicationRecord\n  belongs_to :user\n\n  def publish\n    save!\n  end\nend\n',
  'app/jobs/application_job.rb': 'class ApplicationJob < ActiveJob::Base\nend\n',
  'app/jobs/notify_story_job.rb':
    'class NotifyStoryJob < ApplicationJob\n  queue_as :default\n\n  def perform(story)\n    story.user\n  end\nend\n',
  'app/controllers/application_controller.rb':
    'class ApplicationController < ActionController::Base\n  before_action :authenticate_user\n\n  def authenticate_user\n    @user = User.find_by(id: session[:u])\n  end\nend\n',
  'app/controllers/stories_controller.rb':
    'class StoriesController < ApplicationController\n  def create\n    @story = Story.new(title: params[:title], user: @user)\n    if @story.save\n      NotifyStoryJob.perform_later(@story)\n      redirect_to @story\n    else\n      render :new\n    end\n  end\nend\n',
  'app/controllers/settings_controller.rb':
    "class SettingsController < ApplicationController\n  def index\n  end\n\n  def update\n    @user.update!(params.permit(:show_avatars))\n    redirect_to '/settings'\n  end\nend\n",
  'app/views/layouts/application.html.erb':
    '<!doctype html>\n<html lang="en">\n<head>\n  <title>Board</title>\n  <%= stylesheet_link_tag \'application\' %>\n</head>\n<body>\n  <%= yield %>\n</body>\n</html>\n',
  'app/views/stories/new.html.erb':
    '<h1>Submit a story</h1>\n<%= form_with model: @story do |f| %>\n  <%= f.label :title, "Title of the story" %>\n  <%= f.text_field :title %>\n  <%= f.submit "Submit" %>\n<% end %>\n',
  'app/views/settings/index.html.erb':
    '<h1>Settings</h1>\n<%= form_with url: "/settings" do |f| %>\n  <%= f.check_box :show_avatars %>\n  <%= f.submit "Save" %>\n<% end %>\n',
  'app/assets/stylesheets/application.css':
    ':root {\n  --ink: #222222;\n  --paper: #ffffff;\n}\nbody { color: var(--ink); background: #fff; }\na { color: #0044cc; }\n',
  'app/javascript/application.js':
    "import { fold } from './fold.js';\n\nexport function start() {\n  fold(document.body);\n}\n",
  'app/javascript/fold.js': 'export function fold(element) {\n  element.hidden = !element.hidden;\n}\n',
  'spec/models/story_spec.rb':
    "require 'rails_helper'\n\nRSpec.describe Story do\n  it 'has a title' do\n    expect(Story.new(title: 'a').title).to eq('a')\n  end\nend\n",
  'spec/requests/settings_spec.rb':
    "require 'rails_helper'\n\nRSpec.describe 'settings' do\n  it 'shows' do\n    get '/settings'\n    expect(response.status).to eq(200)\n  end\nend\n",
};
