import { mainLanguage } from './main-language.ts';
import type { Survey } from './survey.ts';

/** Frameworks by the package that brings each, as manifests name them (a Go module without its major version). */
const BY_PACKAGE: Readonly<Record<string, string>> = {
  express: 'express',
  fastify: 'fastify',
  '@nestjs/core': 'nest',
  koa: 'koa',
  '@hapi/hapi': 'hapi',
  hono: 'hono',
  next: 'next',
  nuxt: 'nuxt',
  '@remix-run/react': 'remix',
  'react-router': 'react-router',
  react: 'react',
  'react-native': 'react-native',
  vue: 'vue',
  svelte: 'svelte',
  '@sveltejs/kit': 'sveltekit',
  '@angular/core': 'angular',
  astro: 'astro',
  'solid-js': 'solid',
  preact: 'preact',
  electron: 'electron',
  django: 'django',
  djangorestframework: 'drf',
  flask: 'flask',
  fastapi: 'fastapi',
  starlette: 'starlette',
  click: 'click',
  typer: 'typer',
  rails: 'rails',
  sinatra: 'sinatra',
  'laravel/framework': 'laravel',
  'symfony/framework-bundle': 'symfony',
  'github.com/gin-gonic/gin': 'gin',
  'github.com/labstack/echo': 'echo',
  'github.com/gofiber/fiber': 'fiber',
  'github.com/go-chi/chi': 'chi',
  'github.com/gorilla/mux': 'mux',
  'github.com/spf13/cobra': 'cobra',
  axum: 'axum',
  'actix-web': 'actix',
  clap: 'clap',
  commander: 'commander',
  yargs: 'yargs',
};

const BY_FAMILY: readonly (readonly [RegExp, string])[] = [
  [/^org\.springframework\.boot:/, 'spring'],
  [/^io\.ktor:/, 'ktor'],
  [/^microsoft\.aspnetcore/, 'aspnet'],
];

/** Every name that `framework:NAME` may ask for. */
export const FRAMEWORK_NAMES: ReadonlySet<string> = new Set([
  ...Object.values(BY_PACKAGE),
  ...BY_FAMILY.map(([, name]) => name),
]);

/** Manifests of examples and of the project's own site: what they are made with, the project is not. */
const ASIDE =
  /(?:^|\/)(?:examples?|samples?|dev-docs|docs?|website|playgrounds?|benchmarks?|fixtures?|tests?|__tests__|e2e)\//;

/** Whether a manifest is one of those. */
export function isAsideManifest(path: string): boolean {
  return ASIDE.test(path);
}

/** Whether a package is a framework: what a program is written in, so that nothing can stand in front of it. */
export function isFramework(name: string): boolean {
  return frameworkOf(name) !== undefined;
}

function frameworkOf(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/\/v\d+$/, '');
  return BY_PACKAGE[plain] ?? BY_FAMILY.find(([family]) => family.test(plain))?.[1];
}

/** The frameworks that the manifests of a project name. */
export function frameworksOf(survey: Pick<Survey, 'brief'>): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { name, source } of survey.brief.dependencies) {
    if (isAsideManifest(source.path)) continue;
    const found = frameworkOf(name);
    if (found !== undefined) out.add(found);
  }
  return out;
}

const ECOSYSTEMS: Readonly<Record<string, string>> = {
  typescript: 'npm',
  javascript: 'npm',
  python: 'pypi',
  go: 'go',
  rust: 'crates',
  ruby: 'rubygems',
  java: 'maven',
  kotlin: 'maven',
  php: 'packagist',
  csharp: 'nuget',
};

/** The ecosystem that new packages come from: that of the language most sources are written in, where a manifest is of it. */
export function ecosystemOf(survey: Pick<Survey, 'brief' | 'style' | 'summary'>): string {
  const wanted = ECOSYSTEMS[mainLanguage(survey)];
  const known = survey.brief.dependencies.map(d => d.ecosystem);
  return wanted !== undefined && known.some(e => e === wanted) ? wanted : (known[0] ?? wanted ?? 'npm');
}
