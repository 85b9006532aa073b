import type { Tag } from './tag.ts';

const HIDDEN = /^(?:hidden|submit|button|reset|image)$/;
const FIELD_COMPONENT =
  /(?:Input|TextField|Textarea|TextArea|Select|Checkbox|Radio|PhoneInput|NumberField|DatePicker|FormControl)$/;

/** What a visitor fills in. A component is told by its name. */
export function isField(tag: Tag): boolean {
  if (tag.name === 'input') return !HIDDEN.test(tag.attributes.get('type') ?? 'text');
  if (tag.name === 'select' || tag.name === 'textarea') return true;
  return FIELD_COMPONENT.test(tag.name) && !/^(?:Radix|Search)/.test(tag.name);
}

export function isLabel(tag: Tag): boolean {
  return tag.name === 'label' || /(?:^|[a-z])Label$/.test(tag.name);
}

export function isButton(tag: Tag): boolean {
  const type = tag.attributes.get('type') ?? '';
  return (
    tag.name === 'button' ||
    (tag.name === 'input' && /^(?:submit|button|image)$/.test(type)) ||
    tag.attributes.get('role') === 'button' ||
    /(?:Button|Btn|Cta|CTA)$/.test(tag.name)
  );
}

export function isSubmit(tag: Tag): boolean {
  const type = tag.attributes.get('type');
  if (tag.name === 'input') return type === 'submit' || type === 'image';
  return isButton(tag) && type !== 'button' && type !== 'reset';
}

export function isLink(tag: Tag): boolean {
  return (
    (tag.name === 'a' && tag.attributes.has('href')) ||
    /(?:^|[a-z])(?:Link|Anchor)$/.test(tag.name) ||
    tag.name === 'router-link' ||
    tag.name === 'nuxt-link'
  );
}

export function isImage(tag: Tag): boolean {
  return tag.name === 'img' || /^(?:Image|NextImage|NuxtImg|StaticImage|Picture)$/.test(tag.name);
}

/** Names of components that are drawn as one control, whose own code says nothing of the page. */
export function isControl(tag: Tag): boolean {
  return isField(tag) || isLabel(tag) || isButton(tag) || isLink(tag) || isImage(tag);
}
