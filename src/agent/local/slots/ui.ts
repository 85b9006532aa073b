import type { Finders } from './finder.ts';
import { SEEN } from './seen.ts';

/** A colour that a style sheet writes out instead of naming it. */
const COLOUR =
  /^(?!\s*(?:--|\/|\*|\$|@)).*:[^;{\n]*(?:#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\()/im;
const FIELD =
  /<(?:input|select|textarea|Input|Select|TextField|Field)\b(?![^>]*type=["']hidden)|\bf\.(?:\w+_field|text_area|select|check_box)\b/;

/** Places of what people see. */
export const UI_SLOTS: Finders = {
  page: { is: 'a page, the exemplar', roles: ['page', 'ui-component'], symbol: /./ },
  component: {
    is: 'a component, the exemplar',
    roles: ['ui-component'],
    path: /^(?!.*(?:^|\/)(?:app|main|index|root|render)\.)/i,
    symbol: /./,
  },
  layout: {
    is: 'the document around every page: root layout, base template or index.html',
    roles: [],
    prefer: SEEN.layout,
    line: /<head\b|<Head\b|<html\b/,
    text: /<html\b|<Html\b|<head\b|<Head\b|<body\b/,
    values: {
      html: /(<html\b[^>\n]*>)/,
      language: /<html\b[^>]*\blang=["']([A-Za-z-]+)["']/i,
      viewport: /<meta[^>]*name=["']viewport["']\s[^>]*content=["']([^"']+)/i,
      themeColor: /<meta[^>]*name=["']theme-color["'][^>]*content=["'](#\w+)/i,
      colorScheme: /<meta[^>]*(name=["']color-scheme["'])/i,
      skip: /(href=["']#(?:main|content|skip)[\w-]*["'])/i,
      main: /(<main\b)/,
      manifest: /(rel=["']manifest["'])/,
    },
    counts: {
      scripts: /<script\b|javascript_include_tag|javascript_importmap_tags/,
      styles: /rel=["']stylesheet["']|stylesheet_link_tag/,
    },
  },
  'root-component': {
    is: 'the component around all others: App, _app, the root layout',
    roles: [],
    prefer: SEEN['root-component'],
    symbol: /^(?:App|MyApp|RootLayout|Root|ExcalidrawApp|Layout)$/,
    counts: { imports: /^import /m, lazy: /\blazy\(|React\.lazy|defineAsyncComponent|dynamic\(/ },
  },
  'client-entry': {
    is: 'the script that starts in the browser',
    roles: [],
    prefer: SEEN['client-entry'],
    line: /createRoot|hydrateRoot|createApp|ReactDOM|bootstrapApplication|^import /,
    text: /createRoot|hydrateRoot|ReactDOM|createApp|mount\(|document\.|addEventListener|bootstrapApplication|import /,
    values: { styles: /^import ["'](.+\.(?:css|scss))["']/m },
  },
  stylesheet: {
    is: 'the style sheet that holds for every page',
    roles: [],
    prefer: SEEN.stylesheet,
    line: /:root\b|^\s*--[\w-]+\s*:|^body\b/,
    text: /[{:]/,
    values: {
      property: /^\s*(--(?:color-|colour-|c-)?[\w-]+)\s*:\s*(?:#|rgb|hsl|oklch|\d)/m,
      tailwind: /(@tailwind|@import ["']tailwindcss)/,
      focus: /(outline:\s*(?:none|0)\b)/,
      motion: /(prefers-reduced-motion)/,
      fontFace: /(@font-face)/,
      darkMedia: /(prefers-color-scheme:\s*dark)/,
    },
    counts: { colours: COLOUR, properties: /^\s*--[\w-]+\s*:/m, variables: /var\(--/ },
  },
  dark: {
    is: 'a second colour theme that is there already: a dark style sheet, a theme provider or hook',
    roles: [],
    prefer: SEEN.dark,
    line: /dark/i,
    text: /dark/i,
  },
  messages: {
    is: 'a catalogue of messages in English',
    roles: [],
    prefer: SEEN.messages,
    line: /[:=]/,
    path: /\.(?:json|ya?ml|po|php|properties|toml|ftl|[jt]s)$/,
    counts: { lines: /[^\s{}].*$/m },
  },
  'i18n-setup': {
    is: 'what translates: the set-up of translations',
    roles: [],
    prefer: SEEN['i18n-setup'],
    symbol: /^(?:t|i18n|useI18n|useTranslation\w*|translate|Printer|NewPrinter|_|gettext|setLanguage)$/,
  },
  form: {
    is: 'a form that people fill in, the exemplar',
    roles: [],
    prefer: SEEN.form,
    line: /<form\b|<Form\b|form_with|form_for|form_tag|useForm\(|\{\{\s*form/,
    text: /<form\b|<Form\b|form_with|form_for|form_tag|useForm\(|\{\{\s*form|<%=\s*f\.|render_field/,
    symbol: /^[A-Z]\w+/,
    values: {
      submit: /(onSubmit|@submit|on:submit|action=)/,
      novalidate: /(noValidate|novalidate)/,
      state: /(useState|useReducer|ref\(|useForm|useActionState)/,
      described: /(aria-describedby)/,
      invalid: /(aria-invalid)/,
    },
    counts: {
      fields: FIELD,
      labels: /<label\b|<Label\b|aria-label(?:ledby)?=|\bf\.label\b/,
      required: /\brequired\b/,
      states: /\buseState[<(]/,
    },
  },
  template: {
    is: 'a template of a page that the server fills, the exemplar',
    roles: [],
    prefer: SEEN.template,
    line: /<h1\b|<form\b|<main\b|</,
  },
  store: {
    is: 'where state of the client is kept for several components',
    roles: [],
    prefer: SEEN.store,
    text: /createContext|useReducer|createSlice|configureStore|zustand|atom\(|atomWithStore|createStore|defineStore|writable\(|signal\(|makeAutoObservable|useSyncExternalStore/,
    symbol: /./,
  },
  'data-hook': {
    is: 'a hook or composable that fetches data, the exemplar',
    roles: [],
    prefer: SEEN['data-hook'],
    text: /fetch|client|axios|api|query/i,
    symbol: /^use[A-Z]\w+/,
    symbolNeeded: true,
    counts: { effects: /\buseEffect\(/, states: /\buseState[<(]/ },
  },
  'api-client': {
    is: 'what the client calls the server with',
    roles: [],
    prefer: SEEN['api-client'],
    symbol: /^(?!.*(?:error|props|options))\w*(?:client|api|request|fetch|http)\w*$/i,
    symbolNeeded: true,
  },
  'build-config': {
    is: 'the settings of what builds the pages',
    roles: [],
    prefer: SEEN['build-config'],
    line: /plugins|defineConfig|export default|module\.exports/,
    values: { plugin: /plugins:\s*(\[[^\]\n]*\])/ },
  },
  landing: {
    is: 'the page that visitors see first',
    roles: [],
    prefer: SEEN.landing,
    line: /<h1\b|<main\b|<section\b/,
    symbol: /^[A-Z]\w+/,
    counts: { links: /<a\b|<Link\b|link_to\b/, images: /<img\b|<Image\b|image_tag/ },
  },
  signup: {
    is: 'where people sign up, or the last form of the funnel',
    roles: [],
    prefer: SEEN.signup,
    line: /<form\b|form_with|form_for|<h1\b/,
    symbol: /^[A-Z]\w+/,
    counts: { fields: FIELD, required: /\brequired\b/ },
  },
  analytics: {
    is: 'what records the steps that visitors take',
    roles: [],
    prefer: SEEN.analytics,
    symbol: /track|capture|event|analytics/i,
  },
  'service-worker': {
    is: 'the service worker',
    roles: [],
    prefer: SEEN['service-worker'],
    values: { cache: /(caches\.open|workbox|precache)/ },
  },
  webmanifest: {
    is: 'the manifest by which the pages can be installed',
    roles: [],
    prefer: SEEN.webmanifest,
  },
  'client-storage': {
    is: 'what keeps data in the browser',
    roles: [],
    prefer: SEEN['client-storage'],
    text: /localStorage|sessionStorage|indexedDB|idb|Dexie/,
    symbol: /./,
  },
};
