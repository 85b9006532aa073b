import { all, type Tag } from './tag.ts';

/** Words of pages in the languages that are looked for: English, German, French, Spanish, Italian, Portuguese, Dutch. */
const LANGUAGES: ReadonlySet<string> = new Set(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl']);

/** A whole word or the beginning of one: `\b` knows no letters with accents. */
function words(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${alternatives.join('|')})(?!\\p{L})`, 'iu');
}

function openers(...alternatives: readonly string[]): RegExp {
  return new RegExp(`^(?:${alternatives.join('|')})(?!\\p{L})`, 'iu');
}

function whole(...alternatives: readonly string[]): RegExp {
  return new RegExp(`^(?:${alternatives.join('|')})$`, 'iu');
}

/** What speaks for whoever offers something. A price is found by its sign; words say only that it is nothing. */
export const TRUST_WORDS = {
  price: words('kostenlos', 'gratuite?s?', 'gratis', 'gratuit[oa]s?', 'kosteloos', 'grátis'),
  guarantee: words(
    'garantie\\p{L}*',
    'geld[- ]zurück\\p{L}*',
    'jederzeit kündbar',
    'rückgabe\\p{L}*',
    'widerruf\\p{L}*',
    'satisfait ou remboursé',
    'rembours\\p{L}+',
    'sans engagement',
    'garant[ií]as?',
    'devoluci(?:ón|ones)',
    'sin permanencia',
    'garanzi[ae]',
    'rimbors\\p{L}+',
    'garantias?',
    'reembolso',
    'niet goed,? geld terug',
    'opzegbaar',
  ),
  reviews: words(
    'bewertung(?:en)?',
    'kundenstimmen',
    'rezensionen',
    'erfahrungsberichte',
    'avis(?: clients?)?',
    'témoignages?',
    'opiniones',
    'reseñas',
    'testimonios?',
    'recensioni',
    'avaliações',
    'depoimentos',
    'beoordelingen',
    'ervaringen',
  ),
  contact: words(
    'kontakt\\p{L}*',
    'hilfe',
    'nous contacter',
    'contactez[- ]nous',
    'aide',
    'contacto',
    'contáct\\p{L}+',
    'ayuda',
    'contatt[io]\\p{L}*',
    'assistenza',
    'contato',
    'ajuda',
    'klantenservice',
  ),
  privacy: words(
    'datenschutz\\p{L}*',
    'confidentialité',
    'données personnelles',
    'privacidad',
    'privacidade',
    'protección de datos',
    'riservatezza',
  ),
  terms: words(
    'impressum',
    'agb',
    'nutzungsbedingungen',
    'mentions légales',
    'cgv',
    'cgu',
    'conditions générales',
    'aviso legal',
    'términos',
    'termini',
    'condizioni',
    'termos',
    'voorwaarden',
  ),
} as const;

/** With what a page asks for what it is for. */
export const ASKS_ABROAD = openers(
  // German
  'jetzt',
  'registrieren',
  'anmelden',
  'kaufen',
  'bestellen',
  'kostenlos (?:testen|starten|anmelden)',
  'testen',
  'starten',
  'loslegen',
  'buchen',
  'abonnieren',
  'herunterladen',
  'in den warenkorb',
  'zur kasse',
  'zahlungspflichtig bestellen',
  'konto (?:erstellen|anlegen)',
  'termin',
  // French
  "s['’]inscrire",
  'inscri\\p{L}+',
  'acheter',
  'commander',
  'essayer',
  'commencer',
  'démarrer',
  'réserver',
  "s['’]abonner",
  'télécharger',
  'ajouter au panier',
  'payer',
  'créer un compte',
  // Spanish, Portuguese
  'reg[ií]str\\p{L}+',
  'comprar',
  'pedir',
  'probar',
  'prueba',
  'empezar',
  'empieza',
  'reservar',
  'suscri\\p{L}+',
  'descargar',
  'añadir (?:al carrito|a la cesta)',
  'pagar',
  'crear (?:una )?cuenta',
  'experimentar?',
  'começar',
  'comece',
  'assinar',
  'baixar',
  'adicionar ao carrinho',
  'criar (?:uma )?conta',
  // Italian
  'registrati',
  'iscriviti',
  'acquista',
  'compra',
  'ordina',
  'prova',
  'inizia',
  'prenota',
  'abbonati',
  'scarica',
  'aggiungi al carrello',
  'paga',
  'crea (?:un )?account',
  // Dutch
  'aanmelden',
  'inschrijven',
  'kopen',
  'koop',
  'probeer',
  'begin',
  'boek',
  'abonneer',
  'in winkelwagen',
  'afrekenen',
  'account aanmaken',
);

/** Calls that do not say what comes next. */
export const VAGUE_ABROAD = whole(
  'mehr(?: erfahren| infos?| lesen)?',
  'weiter(?:lesen)?',
  'hier klicken',
  'absenden',
  'senden',
  'en savoir plus',
  'lire la suite',
  'cliquez ici',
  'envoyer',
  'voir plus',
  'más(?: información)?',
  'saber más',
  'leer más',
  'haz clic aquí',
  'enviar',
  'saiba mais',
  'leia mais',
  'clique aqui',
  'scopri(?: di più)?',
  'leggi(?: di più| tutto)?',
  'clicca qui',
  'invia',
  'meer(?: informatie| lezen)?',
  'lees (?:meer|verder)',
  'klik hier',
  'verzenden',
);

/** The language that a page names and whose words are not looked for: nothing is concluded from what it does not say. */
export function foreignTongue(roots: readonly Tag[]): string | undefined {
  for (const root of roots)
    for (const tag of all(root)) {
      const named = tag.name === 'html' ? tag.attributes.get('lang')?.trim().toLowerCase() : undefined;
      const language = named === undefined ? undefined : /^[a-z]{2,3}(?=$|-)/.exec(named)?.[0];
      if (language !== undefined) return LANGUAGES.has(language) ? undefined : language;
    }
  return undefined;
}
