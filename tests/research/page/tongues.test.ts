import { describe, expect, it } from 'vitest';
import { readFetchedPage } from '../../../src/research/page/index.ts';

function frictionsOf(lang: string, body: string): readonly string[] {
  const html = `<!doctype html><html lang="${lang}"><head><title>Probe</title></head><body>${body}</body></html>`;
  const reading = readFetchedPage(html, 'https://shop.example.com/', '2026-01-01T00:00:00.000Z');
  if (!reading) throw new Error('The page was not read.');
  return reading.frictions.map(f => f.id);
}

const FORM =
  '<form action="/x"><label for="m">E-Mail</label><input id="m" type="email"><button>OK</button></form>';

describe('words of pages in other languages', () => {
  it.each([
    [
      'de',
      `<h1>Probe</h1><p>Nur 5 € im Monat, jederzeit kündbar. Kundenstimmen. Kontakt.</p><a class="btn" href="/x">Jetzt bestellen</a><a href="/datenschutz">Datenschutzerklärung</a> Impressum ${FORM}`,
    ],
    [
      'fr',
      `<h1>Essai</h1><p>5 € par mois, satisfait ou remboursé. Avis clients. Contactez-nous.</p><a href="/x">Créer un compte</a><p>Confidentialité, mentions légales</p>${FORM}`,
    ],
    [
      'es',
      `<h1>Prueba</h1><p>5 € al mes, sin permanencia. Opiniones. Contacto.</p><a href="/x">Comprar</a><p>Privacidad, aviso legal</p>${FORM}`,
    ],
  ])('finds what a page in %s says', (lang, body) => {
    const found = frictionsOf(lang, body);
    expect(found).not.toContain('trust-missing');
    expect(found).not.toContain('trust-privacy');
    expect(found).not.toContain('calls-none');
  });

  it('still misses what a German page does not say', () => {
    expect(frictionsOf('de', `<h1>Probe</h1><p>Willkommen</p>${FORM}`)).toEqual(
      expect.arrayContaining(['trust-missing', 'trust-privacy']),
    );
  });

  it('knows a call that says nothing in German', () => {
    expect(frictionsOf('de', '<h1>Probe</h1><a href="/x">Mehr erfahren</a>')).toContain('calls-vague');
  });

  it('concludes nothing from not finding words of a language that it does not know', () => {
    const found = frictionsOf('ja', `<h1>お試し</h1><p>ようこそ</p>${FORM}`);
    expect(found).not.toContain('trust-missing');
    expect(found).not.toContain('trust-privacy');
  });
});
