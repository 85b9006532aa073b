import { describe, expect, it } from 'vitest';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';
import { type Drafted, type ProjectText, playbookProjects } from './exercise.ts';

/** Rails, whose migrations carry a time that must be their own. */
const DESK: ProjectText = {
  Gemfile: "source 'https://rubygems.org'\ngem 'rails', '~> 8.0'\ngem 'sqlite3'\n",
  'README.md': '# desk\n\nA help desk.\n',
  'config/routes.rb': 'Rails.application.routes.draw do\n  resources :tickets\nend\n',
  'config/application.rb':
    "require 'rails/all'\n\nmodule Desk\n  class Application < Rails::Application\n  end\nend\n",
  'app/models/user.rb': 'class User < ApplicationRecord\n  has_many :tickets\nend\n',
  'app/models/ticket.rb': 'class Ticket < ApplicationRecord\n  belongs_to :user\nend\n',
  'app/controllers/application_controller.rb':
    'class ApplicationController < ActionController::Base\n  def current_user\n    User.find(session[:user_id])\n  end\nend\n',
  'app/controllers/tickets_controller.rb':
    'class TicketsController < ApplicationController\n  def update\n    ticket = Ticket.find(params[:id])\n    ticket.update!(params.permit(:title))\n    redirect_to ticket\n  end\nend\n',
  'db/migrate/20240102030405_create_tickets.rb':
    'class CreateTickets < ActiveRecord::Migration[8.0]\n  def change\n    create_table :tickets do |t|\n      t.string :title\n    end\n  end\nend\n',
  'db/migrate/20240102030406_create_users.rb':
    'class CreateUsers < ActiveRecord::Migration[8.0]\n  def change\n    create_table :users\n  end\nend\n',
  'db/schema.rb':
    'ActiveRecord::Schema[8.0].define(version: 2024_01_02_030406) do\n  create_table "tickets" do |t|\n    t.string "title"\n  end\n  create_table "users"\nend\n',
};

/** Go with all migrations in one file, each a function of a list. */
const FEEDS: ProjectText = {
  'go.mod': 'module example.org/feeds\n\ngo 1.24\n\nrequire github.com/lib/pq v1.10.9\n',
  'README.md': '# feeds\n\nReads feeds.\n',
  'main.go':
    'package main\n\nimport (\n\t"net/http"\n\n\t"example.org/feeds/internal/http/server"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", server.Handler())\n}\n',
  'internal/http/server/server.go':
    'package server\n\nimport "net/http"\n\n// Handler routes requests.\nfunc Handler() http.Handler {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /feeds", listFeeds)\n\treturn mux\n}\n\nfunc listFeeds(w http.ResponseWriter, r *http.Request) {\n\tw.WriteHeader(200)\n}\n',
  'internal/database/migrations.go':
    'package database\n\nimport "database/sql"\n\nvar migrations = []func(tx *sql.Tx) error{\n\tfunc(tx *sql.Tx) (err error) {\n\t\t_, err = tx.Exec(`CREATE TABLE users (id serial, username text)`)\n\t\treturn err\n\t},\n}\n',
  'internal/model/user.go':
    'package model\n\n// User reads feeds.\ntype User struct {\n\tID       int64\n\tUsername string\n}\n',
  'internal/storage/user.go':
    'package storage\n\nimport (\n\t"database/sql"\n\n\t"example.org/feeds/internal/model"\n)\n\n// UserByID gives a user.\nfunc UserByID(db *sql.DB, id int64) (*model.User, error) {\n\tvar user model.User\n\terr := db.QueryRow(`SELECT id, username FROM users WHERE id=$1`, id).Scan(&user.ID, &user.Username)\n\treturn &user, err\n}\n',
  'internal/storage/user_test.go': 'package storage\n\nimport "testing"\n\nfunc TestUser(t *testing.T) {}\n',
};

const { draft, expectSound } = playbookProjects({ desk: DESK, feeds: FEEDS });

const migrations = ({ plan }: Drafted) =>
  plan.steps.flatMap(s => s.files).filter(f => /migrat/.test(f.path) && !/test/.test(f.path));

describe('a migration of a playbook stands beside those that are there', () => {
  it('no playbook has a pattern of its own for each framework', async () => {
    const playbooks = await shippedPlaybooks();
    const own = playbooks.flatMap(({ name, places }) =>
      Object.entries(places).flatMap(([place, { path, name: called, like }]) =>
        /migrations?\/|db\/migrate/.test(path ?? '') ||
        /next-migration|\{\{stamp\}\}/.test(`${path} ${called}`) ||
        like.includes('migration')
          ? [`${name}: ${place}`]
          : [],
      ),
    );
    expect(own).toEqual([]);
    expect(playbooks.filter(p => Object.values(p.places).some(x => x.migration)).length).toBeGreaterThan(15);
  });

  it.each([
    ['desk', 'add an audit log for tickets', /^db\/migrate\/\d{14}_add_audit_entries\.rb$/],
    ['desk', 'add OIDC login', /^db\/migrate\/\d{14}_add_identities\.rb$/],
    ['desk', 'take payments with Stripe', /^db\/migrate\/\d{14}_add_payments\.rb$/],
    ['ledger-py', 'add an audit log', /^migrations\/versions\/0005_add_audit_entries\.py$/],
    ['shop-api', 'add OIDC login', /^prisma\/migrations\/\d{14}_add_identities\/migration\.sql$/],
  ] as const)('%s: %s', async (project, goal, path) => {
    const made = await draft(project, goal);
    expect(migrations(made).filter(f => path.test(f.path))).toHaveLength(1);
    expect(migrations(made).filter(f => f.action === 'create')).toHaveLength(1);
    await expectSound(project, goal, made);
  });

  it.each([
    ['add OIDC login', 'append a migration for the table; those that are there stay as they are'],
    ['add an audit log for users', 'append a migration for table, index and rights'],
  ])('feeds: one file holds all of them: %s', async (goal, what) => {
    const made = await draft('feeds', goal);
    const [file, ...others] = migrations(made);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ action: 'modify', path: 'internal/database/migrations.go' });
    expect(file?.what).toContain(what);
    await expectSound('feeds', goal, made);
  });

  it.each([
    ['desk', /^db\/migrate\/(\d{14})_/],
    ['shop-api', /^prisma\/migrations\/(\d{14})_/],
    ['ledger-py', /^migrations\/versions\/(\d{4})_/],
  ] as const)(
    '%s: two migrations of one plan have a time or number each, in the order of the work',
    async (project, stamped) => {
      const goal = 'add an audit log and OIDC login';
      const made = await draft(project, goal);
      const stamps = migrations(made).flatMap(f => Number(stamped.exec(f.path)?.[1] ?? []));
      expect(stamps).toHaveLength(2);
      expect(stamps[1]).toBe((stamps[0] ?? 0) + 1);
      await expectSound(project, goal, made);
    },
  );
});
