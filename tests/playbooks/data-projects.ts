import type { ProjectText } from './exercise.ts';

/** A Django service over PostgreSQL, with a view that writes CSV and one that caches. */
export const clinic: ProjectText = {
  'requirements.txt':
    'Django==5.1.2\npsycopg==3.2.3\ngunicorn==23.0.0\npytest==8.3.3\npytest-django==4.9.0\n',
  'manage.py':
    "import os\nimport sys\n\nif __name__ == '__main__':\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'clinic.settings')\n    from django.core.management import execute_from_command_line\n\n    execute_from_command_line(sys.argv)\n",
  'clinic/__init__.py': '',
  'clinic/settings.py':
    "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nINSTALLED_APPS = ['visits']\nROOT_URLCONF = 'clinic.urls'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'clinic'}}\n",
  'clinic/urls.py':
    "from django.urls import include, path\n\nurlpatterns = [path('visits/', include('visits.urls'))]\n",
  'visits/__init__.py': '',
  'visits/models.py':
    "from django.db import models\n\n\nclass Patient(models.Model):\n    name = models.CharField(max_length=120)\n    email = models.EmailField(unique=True)\n\n\nclass Visit(models.Model):\n    patient = models.ForeignKey(Patient, on_delete=models.PROTECT)\n    note = models.TextField(default='')\n    starts_at = models.DateTimeField()\n",
  'visits/views.py':
    "import csv\n\nfrom django.contrib.auth.decorators import login_required\nfrom django.core.cache import cache\nfrom django.http import HttpResponse, JsonResponse\n\nfrom visits.models import Patient, Visit\n\n\n@login_required\ndef list_visits(request):\n    visits = Visit.objects.order_by('starts_at')\n    return JsonResponse({'visits': [visit.note for visit in visits]})\n\n\n@login_required\ndef count_patients(request):\n    count = cache.get_or_set('patients', Patient.objects.count, 60)\n    return JsonResponse({'count': count})\n\n\n@login_required\ndef patients_file(request):\n    response = HttpResponse(content_type='text/csv')\n    writer = csv.writer(response)\n    for patient in Patient.objects.all():\n        writer.writerow([patient.name, patient.email])\n    return response\n",
  'visits/urls.py':
    "from django.urls import path\n\nfrom visits import views\n\nurlpatterns = [\n    path('', views.list_visits),\n    path('patients/count', views.count_patients),\n    path('patients.csv', views.patients_file),\n]\n",
  'visits/migrations/__init__.py': '',
  'visits/migrations/0001_initial.py':
    "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    initial = True\n    dependencies = []\n    operations = [\n        migrations.CreateModel(name='Patient', fields=[('id', models.BigAutoField(primary_key=True))]),\n    ]\n",
  'tests/test_visits.py':
    "import pytest\n\n\n@pytest.mark.django_db\ndef test_list_visits(client):\n    assert client.get('/visits/').status_code == 302\n",
};

/** A Rails forum with Active Job. */
export const forum: ProjectText = {
  Gemfile:
    "source 'https://rubygems.org'\n\ngem 'rails', '~> 8.0.1'\ngem 'pg', '~> 1.5'\ngem 'puma', '~> 6.5'\ngem 'solid_queue', '~> 1.1'\n",
  'config/routes.rb': 'Rails.application.routes.draw do\n  resources :posts, only: %i[index create]\nend\n',
  'config/database.yml': 'production:\n  adapter: postgresql\n  database: forum\n',
  'app/models/application_record.rb':
    'class ApplicationRecord < ActiveRecord::Base\n  primary_abstract_class\nend\n',
  'app/models/post.rb':
    'class Post < ApplicationRecord\n  validates :title, presence: true\n\n  def publish!\n    update!(published_at: Time.current)\n  end\nend\n',
  'app/models/user.rb':
    'class User < ApplicationRecord\n  has_many :posts\n  validates :email, presence: true\nend\n',
  'app/controllers/posts_controller.rb':
    'class PostsController < ApplicationController\n  def index\n    render json: Post.order(:id)\n  end\n\n  def create\n    post = Post.create!(params.permit(:title))\n    CleanupJob.perform_later(post.id)\n    render json: post\n  end\nend\n',
  'app/jobs/cleanup_job.rb':
    'class CleanupJob < ApplicationJob\n  queue_as :default\n\n  def perform(id)\n    Post.find(id).touch\n  end\nend\n',
  'app/jobs/application_job.rb': 'class ApplicationJob < ActiveJob::Base\nend\n',
  'db/migrate/20250101000000_create_posts.rb':
    'class CreatePosts < ActiveRecord::Migration[8.0]\n  def change\n    create_table :posts do |t|\n      t.string :title\n      t.datetime :published_at\n    end\n  end\nend\n',
  'test/models/post_test.rb':
    "require 'test_helper'\n\nclass PostTest < ActiveSupport::TestCase\n  test 'publishes' do\n    assert Post.new(title: 'a').valid?\n  end\nend\n",
};

/** A Go service behind Gin, over PostgreSQL. */
export const depot: ProjectText = {
  'go.mod':
    'module example.com/depot\n\ngo 1.23\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgithub.com/jackc/pgx/v5 v5.7.1\n)\n',
  'main.go':
    'package main\n\nimport (\n\t"os"\n\n\t"github.com/gin-gonic/gin"\n\n\t"example.com/depot/internal/parcels"\n)\n\nfunc main() {\n\trouter := gin.Default()\n\thandler := parcels.NewHandler(parcels.NewService(nil))\n\trouter.GET("/parcels", handler.ListParcels)\n\trouter.POST("/parcels", handler.CreateParcel)\n\t_ = router.Run(":" + os.Getenv("PORT"))\n}\n',
  'internal/parcels/service.go':
    'package parcels\n\nimport "context"\n\ntype Parcel struct {\n\tID     int64\n\tStreet string\n}\n\ntype Store interface {\n\tList(ctx context.Context) ([]Parcel, error)\n\tInsert(ctx context.Context, parcel Parcel) error\n}\n\ntype Service struct{ store Store }\n\nfunc NewService(store Store) *Service { return &Service{store: store} }\n\n// ListParcels gives every parcel of the depot.\nfunc (s *Service) ListParcels(ctx context.Context) ([]Parcel, error) {\n\treturn s.store.List(ctx)\n}\n\n// CreateParcel stores a parcel and prints its label.\nfunc (s *Service) CreateParcel(ctx context.Context, parcel Parcel) error {\n\treturn s.store.Insert(ctx, parcel)\n}\n',
  'internal/parcels/handler.go':
    'package parcels\n\nimport (\n\t"net/http"\n\n\t"github.com/gin-gonic/gin"\n)\n\ntype Handler struct{ service *Service }\n\nfunc NewHandler(service *Service) *Handler { return &Handler{service: service} }\n\nfunc (h *Handler) ListParcels(c *gin.Context) {\n\tparcels, err := h.service.ListParcels(c)\n\tif err != nil {\n\t\tc.Status(http.StatusInternalServerError)\n\t\treturn\n\t}\n\tc.JSON(http.StatusOK, parcels)\n}\n\nfunc (h *Handler) CreateParcel(c *gin.Context) {\n\tvar parcel Parcel\n\tif err := c.BindJSON(&parcel); err != nil {\n\t\treturn\n\t}\n\tif err := h.service.CreateParcel(c, parcel); err != nil {\n\t\tc.Status(http.StatusInternalServerError)\n\t}\n}\n',
  'internal/parcels/service_test.go':
    'package parcels\n\nimport "testing"\n\nfunc TestNewService(t *testing.T) {\n\tif NewService(nil) == nil {\n\t\tt.Fatal("no service")\n\t}\n}\n',
  'migrations/0001_parcels.sql': 'CREATE TABLE parcels (id bigserial PRIMARY KEY, street text NOT NULL);\n',
};
