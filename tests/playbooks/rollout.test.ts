import { describe, expect, it } from 'vitest';
import { type ProjectText, pathsOf, playbookProjects } from './exercise.ts';

/** Rails, with a method whose name shares a word with "rolled out". */
const BOARD: ProjectText = {
  Gemfile: "source 'https://rubygems.org'\ngem 'rails', '~> 8.0'\ngem 'sqlite3'\ngem 'rspec-rails'\n",
  'Gemfile.lock': 'GEM\n  specs:\n    rails (8.0.0)\n',
  'README.md': '# board\n\nA board of links.\n',
  'config/routes.rb': 'Rails.application.routes.draw do\n  resources :stories\nend\n',
  'config/application.rb':
    "require 'rails/all'\n\nmodule Board\n  class Application < Rails::Application\n  end\nend\n",
  'app/models/user.rb':
    'class User < ApplicationRecord\n  has_many :stories\n\n  def roll_session_token\n    self.session_token = SecureRandom.hex\n  end\nend\n',
  'app/models/story.rb':
    'class Story < ApplicationRecord\n  belongs_to :user\n\n  def merge_into!(other)\n    update!(merged: other.id)\n  end\nend\n',
  'app/controllers/application_controller.rb':
    'class ApplicationController < ActionController::Base\n  def authenticate_user\n    @user = User.find_by(session_token: session[:u])\n  end\nend\n',
  'app/controllers/stories_controller.rb':
    'class StoriesController < ApplicationController\n  before_action :authenticate_user\n\n  def show\n    @story = Story.find(params[:id])\n  end\nend\n',
  'db/migrate/20240102030405_create_stories.rb':
    'class CreateStories < ActiveRecord::Migration[8.0]\n  def change\n    create_table :stories\n  end\nend\n',
  'db/schema.rb':
    'ActiveRecord::Schema[8.0].define(version: 2024_01_02_030405) do\n  create_table "stories"\nend\n',
  'spec/models/user_spec.rb':
    "require 'rails_helper'\n\nRSpec.describe User do\n  it 'is' do\n    expect(User.new).to be\n  end\nend\n",
};

const { draft, expectSound } = playbookProjects({ board: BOARD });
const GOAL = 'Add feature flags so that new features can be rolled out gradually';

describe('flags for a gradual rollout', () => {
  it('take no function for a place because its name shares a word with how it shall be done', async () => {
    const { plan, revision } = await draft('board', GOAL);
    expect(plan.steps.map(s => s.id)).not.toContain('S-flag-part');
    expect(revision.markdown).not.toContain('roll_session_token');
    expect(plan.outOfScope.join(' ')).toContain('put FEATURE behind a feature flag');
  });

  it('still part the ways where the goal names a place beside it', async () => {
    const goal = 'put merging of stories behind a feature flag that is rolled out gradually';
    const made = await draft('board', goal);
    expect(made.plan.steps.find(s => s.id === 'S-flag-part')?.files.map(f => f.path)).toEqual([
      'app/models/story.rb',
    ]);
    await expectSound('board', goal, made);
  });

  it('are kept where a share can grow without a restart: in tables, by the package of the framework', async () => {
    const made = await draft('board', GOAL);
    expect(made.plan.approach.title).toContain('a table of flags');
    expect(made.plan.steps.flatMap(s => s.packages.map(p => p.name))).toEqual([
      'flipper',
      'flipper-active_record',
      'flipper-ui',
    ]);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['config/initializers/feature_flags.rb', 'config/routes.rb']),
    );
    expect(pathsOf(made).join()).toMatch(/db\/migrate\/\d{14}_create_flipper_tables\.rb/);
    expect(made.revision.markdown).toContain('enable_percentage_of_actors');
    // What the package does itself is not promised beside it.
    expect(made.revision.markdown).not.toMatch(/hash\(flag|within 30 seconds|written by `board` itself/);
    await expectSound('board', GOAL, made);
  });

  it('warn of no test for what nobody tests', async () => {
    const { plan } = await draft('board', GOAL);
    expect(plan.risks.map(r => r.text).join(' ')).not.toMatch(/(?:Gemfile|README|schema\.rb).*no test/);
  });
});
