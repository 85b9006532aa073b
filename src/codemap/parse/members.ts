import { Findings, FUNCTIONS } from './findings.ts';
import type { Node } from './node.ts';
import { firstOf, unquote } from './node-text.ts';

/** Members of classes and object literals, and what `module.exports` is given. */
export abstract class Members extends Findings {
  protected classBody(body: Node, container: string): void {
    for (const member of body.namedChildren) {
      if (!member) continue;
      const target = member.childForFieldName('name');
      if (!target || target.type === 'computed_property_name') continue;
      const name = this.of(target).replace(/^['"]|['"]$/g, '');
      const first = firstOf(member);
      switch (member.type) {
        case 'method_definition':
        case 'method_signature':
        case 'abstract_method_signature': {
          const inner = member.childForFieldName('body');
          this.add(
            name,
            'method',
            first,
            member,
            inner?.startIndex ?? member.endIndex,
            false,
            container,
            inner !== null,
          );
          break;
        }
        case 'public_field_definition':
        case 'field_definition': {
          const value = member.childForFieldName('value');
          const isFunction = value !== null && FUNCTIONS.has(value.type);
          const head =
            value && isFunction ? this.functionHead(value, member, first) : this.lineEnd(first.startIndex);
          this.add(
            name,
            isFunction ? 'method' : 'property',
            first,
            member,
            Math.min(head, member.endIndex),
            false,
            container,
          );
          break;
        }
        default:
          break;
      }
    }
  }

  protected objectMembers(object: Node, container: string): void {
    for (const member of object.namedChildren) {
      if (member?.type === 'method_definition') {
        const target = member.childForFieldName('name');
        const body = member.childForFieldName('body');
        if (target && body && target.type !== 'computed_property_name')
          this.add(unquote(this.of(target)), 'method', member, member, body.startIndex, false, container);
      } else if (member?.type === 'pair') {
        const key = member.childForFieldName('key');
        const value = member.childForFieldName('value');
        if (
          key &&
          value &&
          key.type !== 'computed_property_name' &&
          key.type !== 'number' &&
          FUNCTIONS.has(value.type)
        )
          this.add(
            unquote(this.of(key)),
            'method',
            member,
            member,
            this.functionHead(value, member, member),
            false,
            container,
          );
      }
    }
  }

  protected moduleExports(value: Node, first: Node, statement: Node, head: number): void {
    if (value.type === 'identifier') this.exportedNames.add(this.of(value));
    else if (value.type === 'object') {
      for (const member of value.namedChildren) {
        if (member?.type === 'shorthand_property_identifier') this.exportedNames.add(this.of(member));
        else if (member?.type === 'pair' && member.childForFieldName('value')?.type === 'identifier')
          this.exportedNames.add(this.of(member.childForFieldName('value')));
      }
      this.objectMembers(value, 'exports');
    } else if (FUNCTIONS.has(value.type) || value.type === 'class')
      this.add(
        'default',
        value.type === 'class' ? 'class' : 'function',
        first,
        statement,
        head,
        true,
        undefined,
      );
  }
}
