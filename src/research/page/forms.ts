import { isField, isLabel, isSubmit } from './controls.ts';
import type { Friction, PageCode, Place, Seen, SeenForm } from './model.ts';
import { type FoundRule, frictionOf, listed, placeOf, plain, quoted, some, sourceOf } from './say.ts';
import { above, all, COMPUTED, has, parentsOf, type Tag, textOf, written } from './tag.ts';

interface Form {
  readonly tag: Tag;
  readonly fields: readonly Tag[];
  readonly button: Tag | undefined;
}

/** More than so many fields on one screen are counted as friction. */
const MANY_FIELDS = 4;

export interface FormsSeen {
  readonly forms: readonly SeenForm[];
  readonly seen: readonly Seen[];
  readonly frictions: readonly Friction[];
}

export function readForms(page: PageCode): FormsSeen {
  const parents = parentsOf(page.body);
  const tags = [...all(page.body)];
  const forms = formsOf(tags, parents);
  const labels = tags.filter(t => isLabel(t));
  const found: Friction[] = [];
  const push = (rule: FoundRule | undefined) => {
    const friction = rule && frictionOf(rule);
    if (friction) found.push(friction);
  };
  for (const form of forms) {
    const { tag, fields, button } = form;
    const name = nameOf(form);
    if (fields.length > MANY_FIELDS)
      push({
        id: 'form-fields',
        topic: 'form',
        text: `${name} asks for ${fields.length} fields, ${fields.filter(isRequired).length} of them required: ${listed(fields.map(fieldName))}`,
        tags: [tag],
        count: fields.length,
      });
    const bare = fields.filter(f => !isNamed(f, labels, parents));
    const instead = bare.filter(f => has(f, 'placeholder')).length;
    push({
      id: 'form-labels',
      topic: 'form',
      text: `${some(bare, fields, 'field')} of ${lower(name)} ${are(bare)} no label (${listed(bare.map(fieldName))})${instead > 0 ? `; ${instead === bare.length ? 'a placeholder stands' : `in ${instead} a placeholder stands`} in its place and goes away with the first letter` : ''}`,
      tags: bare,
    });
    const wrong = fields.flatMap(f => wrongType(f) ?? []);
    push({
      id: 'form-types',
      topic: 'form',
      text: `In ${lower(name)} ${listed(wrong.map(w => `${fieldName(w.field)} (${w.is}, not ${w.meant})`))} ${wrong.length === 1 ? 'opens' : 'open'} the wrong keyboard on a phone`,
      tags: wrong.map(w => w.field),
    });
    const silent = fields.filter(f => !f.open && !has(f, 'autocomplete') && knownToBrowsers(f));
    push({
      id: 'form-autocomplete',
      topic: 'form',
      text: `In ${lower(name)} ${listed(silent.map(fieldName))} ${silent.length === 1 ? 'has' : 'have'} no \`autocomplete\`, so browsers are left to guess what they could fill in`,
      tags: silent,
    });
    const twice = fields.filter(
      f =>
        /confirm|repeat|again|verif(?:y|ication)|retype/i.test(identity(f)) &&
        /e-?mail|passw/i.test(identity(f)),
    );
    push({
      id: 'form-twice',
      topic: 'form',
      text: `${lower(name)} asks twice for the same: ${listed(twice.map(fieldName))}`,
      tags: twice,
    });
    const said = button && buttonText(button);
    if (button && said !== undefined && /^(?:submit|send|ok|okay|go|continue|next|save|enter)$/i.test(said))
      push({
        id: 'form-button',
        topic: 'form',
        text: `The button of ${lower(name)} says ${quoted(said)}, and not what happens then`,
        tags: [button],
      });
  }
  const puzzles = tags.filter(t =>
    /captcha|turnstile/i.test(
      `${t.name} ${t.attributes.get('class') ?? ''} ${t.attributes.get('src') ?? ''}`,
    ),
  );
  push({
    id: 'form-puzzle',
    topic: 'form',
    text: 'A puzzle against robots (captcha) stands before the form is sent',
    tags: puzzles.slice(0, 1),
  });
  return {
    forms: forms.map(
      (form): SeenForm => ({
        name: nameOf(form),
        fields: form.fields.length,
        required: form.fields.filter(isRequired).length,
        button: form.button ? plain(buttonText(form.button)) : '',
        at: placeOf(form.tag),
        source: sourceOf(form.tag),
      }),
    ),
    seen: forms.map((form, i) => seenForm(form, i)),
    frictions: found,
  };
}

function seenForm(form: Form, index: number): Seen {
  const { tag, fields, button } = form;
  const said = button ? buttonText(button) : '';
  const names = listed(fields.map(fieldName));
  return {
    id: `form-${index + 1}`,
    text: `${nameOf(form)} has ${fields.length === 0 ? 'no field that was seen' : `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} (${names}), ${fields.filter(isRequired).length} required`}${button ? `; its button says ${said ? quoted(said) : 'what only the program knows'}` : '; no button that sends it was seen'}.`,
    sources: [tag.part.source(tag.line, Math.min(tag.endLine, tag.line + 19))],
  };
}

function formsOf(tags: readonly Tag[], parents: ReadonlyMap<Tag, Tag>): readonly Form[] {
  const roots = tags.filter(t => /^(?:form|Form|[A-Z]\w*\.Form)$/.test(t.name));
  const own = roots.filter(t => !above(parents, t, up => roots.includes(up)) && !isSearch(t));
  const forms = own.map((tag): Form => {
    const inside = [...all(tag)];
    const controls = inside.filter(t => isField(t) && !above(parents, t, up => up !== tag && isField(up)));
    const buttons = inside.filter(t => isSubmit(t));
    return { tag, fields: oncePerRadio(controls), button: buttons[0] };
  });
  return forms.filter(f => f.fields.length > 0 || f.button);
}

/** A search box converts nobody. */
function isSearch(form: Tag): boolean {
  const fields = [...all(form)].filter(isField);
  return (
    form.attributes.get('role') === 'search' ||
    (fields.length === 1 && /search|^q$|query/i.test(identity(fields[0] as Tag)))
  );
}

/** Radio buttons of one name are one question. */
function oncePerRadio(fields: readonly Tag[]): readonly Tag[] {
  const seen = new Set<string>();
  return fields.filter(f => {
    const name = f.attributes.get('name');
    if (f.attributes.get('type') !== 'radio' || name === undefined) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function nameOf({ tag, fields, button }: Form): string {
  const said = button ? buttonText(button) : '';
  const id = written(tag, 'aria-label', 'id', 'name');
  const what = id ? quoted(id) : said ? `with the button ${quoted(said)}` : `of ${fields.length} fields`;
  return `The form ${what} at ${cell(placeOf(tag))}`;
}

function cell({ path, line }: Place): string {
  return /^https?:/.test(path) ? `line ${line} of the page` : `\`${path}:${line}\``;
}

const lower = (name: string): string => name.replace(/^The /, 'the ');
const are = (tags: readonly Tag[]): string => (tags.length === 1 ? 'has' : 'have');

function isRequired(field: Tag): boolean {
  const value = field.attributes.get('required');
  return (value !== undefined && value !== 'false') || field.attributes.get('aria-required') === 'true';
}

/** All words by which a field says what it is for. */
function identity(field: Tag): string {
  const names = ['name', 'id', 'label', 'placeholder', 'aria-label', 'type', 'formcontrolname', 'v-model'];
  const said = names.flatMap(n => field.attributes.get(n) ?? []).join(' ');
  // React Hook Form: `{...register('email')}` hands the name on.
  return said.replaceAll(COMPUTED, ' ').trim();
}

function fieldName(field: Tag): string {
  return (
    written(field, 'name', 'formcontrolname', 'label', 'id', 'aria-label', 'placeholder') ||
    written(field, 'type') ||
    field.name
  ).slice(0, 40);
}

function isNamed(field: Tag, labels: readonly Tag[], parents: ReadonlyMap<Tag, Tag>): boolean {
  if (field.open) return true;
  if (has(field, 'aria-label', 'aria-labelledby', 'title', 'label')) return true;
  const id = field.attributes.get('id');
  if (id !== undefined && (id.includes(COMPUTED) || labels.some(l => l.attributes.get('for') === id)))
    return true;
  // A component may draw its label itself: nobody saw its code.
  if (/^[A-Z]/.test(field.name) && above(parents, field, up => /Field|FormItem|Control/.test(up.name)))
    return true;
  return above(parents, field, isLabel) !== undefined;
}

function wrongType(
  field: Tag,
): { readonly field: Tag; readonly is: string; readonly meant: string } | undefined {
  if (field.name !== 'input' || field.open) return undefined;
  const type = field.attributes.get('type') ?? 'text';
  if (type !== 'text' || has(field, 'inputmode')) return undefined;
  const said = identity(field);
  const meant = /\be-?mail/i.test(said)
    ? 'email'
    : /\b(?:phone|tel|mobile)\b|phone_?number/i.test(said)
      ? 'tel'
      : /\b(?:url|website)\b/i.test(said)
        ? 'url'
        : undefined;
  return meant === undefined ? undefined : { field, is: type, meant };
}

/** Fields that browsers fill in where they are told what these are. */
const KNOWN =
  /e-?mail|\b(?:first|last|full|given|family|user)?[_-]?name\b|firstname|lastname|phone|\btel\b|address|street|\bcity\b|\bzip|postal|country|passw|\bcard|cc-?(?:number|num)|\bcvc|\bcvv|organi[sz]ation|company/i;

function knownToBrowsers(field: Tag): boolean {
  return (
    !/checkbox|radio|file|range|color/.test(field.attributes.get('type') ?? '') && KNOWN.test(identity(field))
  );
}

export function buttonText(button: Tag): string {
  return (textOf(button) || written(button, 'value', 'aria-label', 'label', 'title') || '').slice(0, 60);
}
