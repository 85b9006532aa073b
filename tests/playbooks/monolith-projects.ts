import type { ProjectText } from './exercise.ts';

/**
 * A Django project of three apps. `invoices` is used by the views and signals of the others, uses their models, closes a
 * circle with `visits`, and is changed with a visit in one transaction.
 */
export const CLINIC: ProjectText = {
  'manage.py':
    'import os\nimport sys\n\n\ndef main():\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")\n    from django.core.management import execute_from_command_line\n\n    execute_from_command_line(sys.argv)\n\n\nif __name__ == "__main__":\n    main()\n',
  'requirements.txt': 'Django==5.0.6\npsycopg2-binary==2.9.9\npytest==8.2.0\npytest-django==4.8.0\n',
  'README.md': '# clinic\n\nVisits of patients and what they cost.\n',
  Dockerfile:
    'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "clinic.wsgi"]\n',
  'clinic/__init__.py': '',
  'clinic/settings.py':
    'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\nROOT_URLCONF = "clinic.urls"\nINSTALLED_APPS = ["django.contrib.auth", "clinic.apps.patients", "clinic.apps.visits", "clinic.apps.invoices"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["DB_NAME"]}}\n',
  'clinic/urls.py':
    'from django.urls import include, path\n\nurlpatterns = [\n    path("patients/", include("clinic.apps.patients.urls")),\n    path("visits/", include("clinic.apps.visits.urls")),\n    path("invoices/", include("clinic.apps.invoices.urls")),\n]\n',
  'clinic/apps/__init__.py': '',
  'clinic/apps/patients/__init__.py': '',
  'clinic/apps/patients/models.py':
    'from django.db import models\n\n\nclass Patient(models.Model):\n    name = models.CharField(max_length=200)\n    email = models.EmailField()\n',
  'clinic/apps/patients/views.py':
    'from django.http import JsonResponse\n\nfrom clinic.apps.invoices.services import open_amount\nfrom clinic.apps.patients.models import Patient\n\n\ndef show_patient(request, patient_id):\n    patient = Patient.objects.get(pk=patient_id)\n    owed = open_amount(patient_id)\n    return JsonResponse({"name": patient.name, "owed": owed})\n',
  'clinic/apps/patients/urls.py':
    'from django.urls import path\n\nfrom clinic.apps.patients.views import show_patient\n\nurlpatterns = [path("<int:patient_id>/", show_patient)]\n',
  'clinic/apps/visits/__init__.py': '',
  'clinic/apps/visits/models.py':
    'from django.db import models\n\nfrom clinic.apps.patients.models import Patient\n\n\nclass Visit(models.Model):\n    patient = models.ForeignKey(Patient, on_delete=models.CASCADE)\n    minutes = models.IntegerField(default=0)\n    closed = models.BooleanField(default=False)\n',
  'clinic/apps/visits/services.py':
    'from django.db import transaction\n\nfrom clinic.apps.invoices.models import Invoice\nfrom clinic.apps.visits.models import Visit\n\n\ndef close_visit(visit_id):\n    with transaction.atomic():\n        visit = Visit.objects.select_for_update().get(pk=visit_id)\n        visit.closed = True\n        visit.save()\n        Invoice.objects.create(visit=visit, cents=visit.minutes * 150)\n    return visit\n\n\ndef minutes_of(visit_id):\n    return Visit.objects.get(pk=visit_id).minutes\n',
  'clinic/apps/visits/views.py':
    'from django.http import JsonResponse\n\nfrom clinic.apps.visits.services import close_visit\n\n\ndef close(request, visit_id):\n    visit = close_visit(visit_id)\n    return JsonResponse({"closed": visit.closed})\n',
  'clinic/apps/visits/urls.py':
    'from django.urls import path\n\nfrom clinic.apps.visits.views import close\n\nurlpatterns = [path("<int:visit_id>/close", close)]\n',
  'clinic/apps/invoices/__init__.py': '',
  'clinic/apps/invoices/models.py':
    'from django.db import models\n\n\nclass Invoice(models.Model):\n    visit = models.ForeignKey(\n        "visits.Visit", on_delete=models.PROTECT\n    )\n    cents = models.IntegerField()\n    paid = models.BooleanField(default=False)\n',
  'clinic/apps/invoices/services.py':
    'from clinic.apps.invoices.models import Invoice\nfrom clinic.apps.visits.services import minutes_of\n\n\ndef open_amount(patient_id):\n    rows = Invoice.objects.filter(visit__patient_id=patient_id, paid=False)\n    return sum(row.cents for row in rows)\n\n\ndef cost_of(visit_id):\n    return minutes_of(visit_id) * 150\n',
  'clinic/apps/invoices/views.py':
    'from django.contrib.auth.decorators import login_required\nfrom django.http import JsonResponse\n\nfrom clinic.apps.invoices.models import Invoice\n\n\n@login_required\ndef list_invoices(request):\n    return JsonResponse({"invoices": list(Invoice.objects.values("id", "cents"))})\n',
  'clinic/apps/invoices/urls.py':
    'from django.urls import path\n\nfrom clinic.apps.invoices.views import list_invoices\n\nurlpatterns = [path("", list_invoices)]\n',
  'tests/test_invoices.py':
    'from clinic.apps.invoices.services import open_amount\n\n\ndef test_open_amount(db):\n    assert open_amount(1) == 0\n',
};

const go = (name: string, imports: readonly string[], body: string): string =>
  `package ${name}\n\nimport (\n${imports.map(i => `\t"${i.includes('/') && !i.startsWith('net/') ? `example.com/feeds/internal/${i}` : i}"\n`).join('')})\n\n${body}\n`;

/**
 * A program in Go that reads feeds. Most who use `reader/fetch` lie beside it in `reader`; `ui` and `cli` use `reader/refresh`,
 * which stores, and `ui` also a cleaner of texts, which needs nothing stored.
 */
export const FEEDS: ProjectText = {
  'go.mod': 'module example.com/feeds\n\ngo 1.22\n\nrequire github.com/lib/pq v1.10.9\n',
  'README.md': '# feeds\n\nReads feeds.\n',
  'main.go': 'package main\n\nimport "example.com/feeds/internal/cli/run"\n\nfunc main() {\n\trun.Run()\n}\n',
  'internal/cli/run/run.go': go(
    'run',
    ['reader/refresh', 'store/db', 'ui/pages'],
    '// Run serves and refreshes.\nfunc Run() {\n\ts := db.Open()\n\trefresh.RefreshAll(s)\n\tpages.Serve(s)\n}',
  ),
  'internal/ui/pages/pages.go': go(
    'pages',
    ['net/http', 'reader/clean', 'reader/refresh', 'store/db'],
    '// Serve answers requests.\nfunc Serve(s *db.Store) {\n\thttp.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {\n\t\trefresh.RefreshOne(s, 1)\n\t})\n\thttp.HandleFunc("/show", func(w http.ResponseWriter, r *http.Request) {\n\t\tw.Write([]byte(clean.CleanText(r.URL.Path)))\n\t})\n\thttp.ListenAndServe(":8080", nil)\n}',
  ),
  'internal/ui/forms/forms.go': go(
    'forms',
    ['reader/clean'],
    '// Title cleans what was typed.\nfunc Title(text string) string {\n\treturn clean.CleanText(text)\n}',
  ),
  'internal/ui/layout/layout.go':
    'package layout\n\n// Head begins a page.\nfunc Head() string {\n\treturn "<html>"\n}\n',
  'internal/ui/menu/menu.go':
    'package menu\n\n// Menu is the same on all pages.\nfunc Menu() string {\n\treturn "<nav>"\n}\n',
  'internal/store/db/db.go':
    'package db\n\nimport (\n\t"database/sql"\n\n\t_ "github.com/lib/pq"\n)\n\n// Store keeps feeds.\ntype Store struct {\n\tdb *sql.DB\n}\n\n// Open connects.\nfunc Open() *Store {\n\tdb, _ := sql.Open("postgres", "")\n\treturn &Store{db: db}\n}\n\n// Save stores a feed.\nfunc (s *Store) Save(text string) {\n\ts.db.Exec("INSERT INTO feeds (text) VALUES ($1)", text)\n}\n',
  'internal/store/users/users.go':
    'package users\n\n// Names are all users.\nfunc Names() []string {\n\treturn nil\n}\n',
  'internal/reader/fetch/fetch.go':
    'package fetch\n\nimport "net/http"\n\n// FetchURL asks for an address.\nfunc FetchURL(url string) (*http.Response, error) {\n\treturn http.Get(url)\n}\n',
  'internal/reader/clean/clean.go':
    'package clean\n\nimport "strings"\n\n// CleanText takes out what is not text.\nfunc CleanText(text string) string {\n\treturn strings.TrimSpace(text)\n}\n',
  'internal/reader/parse/parse.go': go(
    'parse',
    ['reader/clean', 'reader/fetch'],
    '// ParseFeed gives the text of a feed.\nfunc ParseFeed(url string) string {\n\tanswer, err := fetch.FetchURL(url)\n\tif err != nil {\n\t\treturn ""\n\t}\n\treturn clean.CleanText(answer.Status)\n}',
  ),
  'internal/reader/refresh/refresh.go': go(
    'refresh',
    ['reader/fetch', 'reader/parse', 'store/db'],
    '// RefreshOne reads one feed again.\nfunc RefreshOne(s *db.Store, id int) {\n\tfetch.FetchURL("http://example.com")\n\ts.Save(parse.ParseFeed("http://example.com"))\n}\n\n// RefreshAll reads all.\nfunc RefreshAll(s *db.Store) {\n\tRefreshOne(s, 1)\n}',
  ),
  'internal/reader/refresh/refresh_test.go':
    'package refresh\n\nimport "testing"\n\nfunc TestRefresh(t *testing.T) {\n\tRefreshOne(nil, 1)\n}\n',
};

/** A small library: nothing of it runs by itself. */
export const SLUGS: ProjectText = {
  'package.json':
    '{"name":"slugs","version":"2.0.0","main":"src/index.js","files":["src"],"scripts":{"test":"node --test"}}\n',
  'README.md': '# slugs\n\nMakes slugs.\n',
  'src/index.js': "const { slug } = require('./slug');\nmodule.exports = { slug };\n",
  'src/slug.js':
    "const { parse } = require('./parser');\n\nfunction slug(text) {\n  return parse(text).join('-');\n}\n\nmodule.exports = { slug };\n",
  'src/parser.js':
    'function parse(text) {\n  return text.toLowerCase().split(/\\W+/);\n}\n\nmodule.exports = { parse };\n',
  'test/slug.test.js':
    "const test = require('node:test');\nconst assert = require('node:assert');\nconst { slug } = require('../src');\n\ntest('slugs', () => assert.equal(slug('A b'), 'a-b'));\n",
};
