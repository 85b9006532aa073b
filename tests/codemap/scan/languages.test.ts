import { describe, expect, test } from 'vitest';
import { Scanner } from '../../../src/codemap/scan/scan.ts';

/** Path, text, definitions as `line-endLine kind container.name`, imports. A `!` marks what is not exported. */
const CASES: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  [
    'app/orders.py',
    '"""def in_docstring(): pass"""\nimport os, json as j\nfrom .models import Order\nfrom app.mail import (\n    send,\n)\n\nMAX_ITEMS = 5\n\n@dataclass\nclass Cart(Base):\n    limit = 3\n\n    def add(\n        self,\n        item: str,\n    ) -> None:\n        def inner():\n            pass\n        return "def fake(): pass"\n\n    async def _drop(self): return 1\n\ndef total(cart):  # def not_me():\n    return 1\n',
    [
      '8-8 const MAX_ITEMS',
      '11-22 class Cart',
      '12-12 property Cart.limit',
      '14-20 method Cart.add',
      '22-22 method Cart._drop!',
      '24-25 function total',
    ],
    ['os', 'json', '.models.Order', 'app.mail.send'],
  ],
  [
    'orders.go',
    'package orders\n\nimport (\n\t"fmt"\n\tm "example.org/shop/mail"\n)\n\n// func commented() {}\ntype Store interface {\n\tFind(id string) error\n}\n\ntype Order struct {\n\tID string\n}\n\nconst Limit = 3\nvar raw = `func fake() {}`\n\nfunc (o *Order) Total() int {\n\tif true { return 1 }\n\treturn 2\n}\n\nfunc parse(s string) (int, error) { return 0, nil }\n',
    [
      '9-11 interface Store',
      '13-15 class Order',
      '17-17 const Limit',
      '18-18 variable raw!',
      '20-23 method Order.Total',
      '25-25 function parse!',
    ],
    ['fmt', 'example.org/shop/mail'],
  ],
  [
    'src/lib.rs',
    "use crate::db::Pool;\nmod mail;\n/* fn old() {} */\npub struct Order { id: u32 }\npub enum State { Open, Closed }\npub trait Store { fn find(&self) -> Option<Order>; }\nimpl<'a> Store for Order {\n    fn find(&self) -> Option<Order> { let c = '{'; None }\n}\npub(crate) const LIMIT: u32 = 3;\npub async fn place(o: Order) -> Result<(), String> {\n    let s = \"fn fake() {\";\n    Ok(())\n}\nmacro_rules! order { () => {} }\n",
    [
      '4-4 class Order',
      '5-5 enum State',
      '6-6 interface Store',

      '8-8 method Order.find!',
      '10-10 const LIMIT',
      '11-14 function place',
      '15-15 function order!',
    ],
    ['crate::db::Pool', 'mod mail'],
  ],
  [
    'src/Order.java',
    'package shop;\nimport java.util.List;\nimport static shop.Mail.send;\n\n/** class Fake {} */\npublic class Order extends Base {\n    private static final int LIMIT = 3;\n    public Order(String id) { this.id = id; }\n    @Override\n    public List<String> items(int from) {\n        if (from > 1) { return call(from); }\n        return null;\n    }\n    enum State { OPEN }\n}\ninterface Store {\n}\n',
    [
      '6-15 class Order',
      '7-7 const Order.LIMIT!',
      '8-8 method Order.Order',
      '10-13 method Order.items',
      '14-14 enum Order.State!',
      '16-17 interface Store!',
    ],
    ['package shop', 'java.util.List', 'shop.Mail.send'],
  ],
  [
    'src/order.c',
    '#include <stdio.h>\n#include "order.h"\n#define LIMIT 3\nstruct order {\n  int id;\n};\ntypedef unsigned int uid;\nint forward(int a);\nstatic int total(struct order *o,\n                 int n)\n{\n  char *s = "int fake(void) {";\n  return call(n);\n}\nint main(void) {\n  return 0;\n}\n',
    ['3-3 const LIMIT', '4-6 class order', '7-7 type uid', '9-14 function total!', '15-17 function main'],
    ['<stdio.h>', '"order.h"'],
  ],
  [
    'src/order.cpp',
    '#include "order.hpp"\nnamespace shop {\nclass Cart : public Base {\n public:\n  int size() const { return 1; }\n};\nint Cart::total(int n) {\n  return n;\n}\nvoid helper(int a) {\n}\n}\n',
    [
      '2-12 module shop',
      '3-6 class shop.Cart',
      '5-5 method shop.Cart.size',
      '7-9 method Cart.total',
      '10-11 function shop.helper',
    ],
    ['"order.hpp"'],
  ],
  [
    'Order.cs',
    'using System.Linq;\nnamespace Shop.Orders\n{\n    public class Order : Base\n    {\n        public string Id { get; set; }\n        public async Task<int> Total(int n)\n        {\n            return 1;\n        }\n        private void Hide() => Run();\n    }\n    public interface IStore { }\n}\n',
    [
      '2-14 module Shop.Orders!',
      '4-12 class Shop.Orders.Order',
      '6-6 property Shop.Orders.Order.Id',
      '7-10 method Shop.Orders.Order.Total',
      '11-11 method Shop.Orders.Order.Hide!',
      '13-13 interface Shop.Orders.IStore',
    ],
    ['System.Linq'],
  ],
  [
    'lib/order.rb',
    "require 'json'\nrequire_relative './mail'\n# class Fake; end\nmodule Shop\n  class Order < Base\n    LIMIT = 3\n    def total(items)\n      items.each do |i|\n        puts \"def fake\"\n      end\n    end\n\n    def self.open? = true\n  end\nend\n",
    [
      '4-15 module Shop',
      '5-14 class Shop.Order',
      '6-6 const Shop.Order.LIMIT',
      '7-11 method Shop.Order.total',
      '13-13 method Shop.Order.open?',
    ],
    ['json', './mail'],
  ],
  [
    'src/Order.php',
    '<?php\nnamespace Shop;\nuse Shop\\Mail\\Sender;\nrequire_once __DIR__ . \'/boot.php\';\nfinal class Order extends Base\n{\n    const LIMIT = 3;\n    private function hide() { return "function fake() {"; }\n    public static function open(): self\n    {\n        return new self();\n    }\n}\nfunction helper() {\n}\n',
    [
      '5-13 class Order',
      '7-7 const Order.LIMIT',
      '8-8 method Order.hide!',
      '9-12 method Order.open',
      '14-15 function helper',
    ],
    ['Shop\\Mail\\Sender', '/boot.php'],
  ],
  [
    'Order.kt',
    'package shop\nimport shop.mail.Sender\ndata class Item(val id: String)\nclass Order(private val id: String) : Base() {\n    suspend fun total(n: Int): Int {\n        return n\n    }\n    private fun hide() = 1\n}\nfun String.shout(): String = uppercase()\nval limit = 3\n',
    [
      '3-3 class Item',
      '4-9 class Order',
      '5-7 method Order.total',
      '8-8 method Order.hide!',
      '10-10 function shout',
      '11-11 const limit',
    ],
    ['package shop', 'shop.mail.Sender'],
  ],
  [
    'Order.swift',
    'import Foundation\npublic struct Order: Codable {\n    let id: String\n    init(id: String) {\n        self.id = id\n    }\n    func total() -> Int { return 1 }\n}\nprotocol Store {\n}\nextension Order {\n    private func hide() {\n    }\n}\n',
    [
      '2-8 class Order',
      '3-3 property Order.id',
      '4-6 method Order.init',
      '7-7 method Order.total',
      '9-10 interface Store',
      '11-14 class Order',
      '12-13 method Order.hide!',
    ],
    ['Foundation'],
  ],
  [
    'Order.scala',
    'import shop.mail.Sender\ncase class Item(id: String)\nobject Order {\n  def total(n: Int): Int = {\n    n\n  }\n}\ntrait Store {\n}\n',
    ['2-2 class Item', '3-7 class Order', '4-6 method Order.total', '8-9 interface Store'],
    ['shop.mail.Sender'],
  ],
  [
    'deploy.sh',
    '#!/bin/sh\nsource ./lib.sh\nexport TARGET=prod\n# fake() { }\nbuild() {\n  echo "other() {"\n}\nfunction ship {\n  build\n}\n',
    ['3-3 const TARGET', '5-7 function build', '8-10 function ship'],
    ['./lib.sh'],
  ],
  [
    'lib/colors.sh',
    'LEVEL="$(awk \'{ print "x" }\' "$1" | sed "s/\\`|\'//g")"\nLANG=C sort names\nHOME="/a b" \\\n  ./run\nA=1; B=2\nhas_quote() {\n  case "$1" in\n    *\\\'* | *"$(tail "$2")"*) return 1 ;;\n  esac\n}\nafter() {\n  :\n}\n',
    ['1-1 const LEVEL', '5-5 const A', '6-10 function has_quote', '11-13 function after'],
    [],
  ],
  [
    'db/init.sql',
    '-- CREATE TABLE fake (id int);\nCREATE TABLE IF NOT EXISTS "orders" (\n  id int\n);\ncreate unique index by_user on orders (user_id);\nINSERT INTO notes VALUES (\'\nCREATE TABLE inside (id int);\n\');\nCREATE OR REPLACE FUNCTION total() RETURNS int AS $$ SELECT 1 $$;\n',
    ['2-4 model orders', '5-5 property by_user', '9-9 function total'],
    [],
  ],
  [
    'prisma/schema.prisma',
    'datasource db {\n  provider = "postgresql"\n}\n// model Fake {}\nmodel Order {\n  id String @id\n}\nenum State {\n  OPEN\n}\n',
    ['1-3 module db', '5-7 model Order', '8-10 enum State'],
    [],
  ],
  [
    'docs/guide.md',
    '---\ntitle: x\n# not a heading\n---\n# Guide\n\n## Setup ##\n\n```sh\n# install\n```\n\n<!--\n## hidden\n-->\n## Use\n### Deep\n# Second\n',
    [
      '5-17 section Guide',
      '7-15 section Guide.Setup',
      '16-17 section Guide.Use',
      '17-17 section Use.Deep',
      '18-18 section Second',
    ],
    [],
  ],
];

describe('definitions and imports of', () => {
  test.each(CASES)('%s', (path, text, definitions, imports) => {
    const scanned = new Scanner().scan(path, text);
    expect(
      scanned.symbols.map(
        s =>
          `${s.line}-${s.endLine} ${s.kind} ${s.container === undefined ? '' : `${s.container}.`}${s.name}${s.exported ? '' : '!'}`,
      ),
    ).toEqual(definitions);
    expect(scanned.imports.map(i => i.specifier).sort()).toEqual([...imports].sort());
  });
});

describe('what would break a scanner', () => {
  const names = (path: string, text: string) => new Scanner().scan(path, text).symbols.map(s => s.name);

  test.each([
    ['an unfinished string', "const a = 'open\nexport function after() {}\n", ['a', 'after']],
    ['an unfinished template', 'export function before() {}\nconst a = `open ${\n', ['before', 'a']],
    ['an unfinished comment', 'export function before() {}\n/* const hidden = 1;\n', ['before']],
    ['closing brackets alone', ')]}}\nexport function after() {}\n', ['after']],
    [
      'ten thousand brackets',
      `const deep = ${'[{(\n'.repeat(10_000)}\nexport function after() {}\n`,
      ['deep', 'after'],
    ],
    ['nothing', '', []],
    ['carriage returns', 'export function a() {\r\n}\r\nexport const b = 1;\r\n', ['a', 'b']],
  ])('%s', (_, text, expected) => {
    expect(names('x.ts', text)).toEqual(expected);
  });

  test('a line that ends with a backslash in a string is a line all the same', () => {
    const text = 'const a = `one \\\ntwo`;\nconst b = "x \\\ny";\nfunction after() {}\n';
    expect(new Scanner().scan('x.js', text).symbols.map(s => `${s.line} ${s.name}`)).toEqual([
      '1 a',
      '3 b',
      '5 after',
    ]);
  });

  test('what a tool wrote without indentation stands in its function all the same', () => {
    const text =
      'module.exports = validate;\nfunction validate(data, {path="", root=data}={}){\nlet errors = 0;\nif(data){\nconst first = errors;\n}\nreturn errors;\n}\nconst after = 1;\n';
    expect(new Scanner().scan('x.js', text).symbols.map(s => `${s.line}-${s.endLine} ${s.name}`)).toEqual([
      '2-8 validate',
      '9-9 after',
    ]);
  });

  test('a very long line is passed over and said to be', () => {
    const scanned = new Scanner().scan('x.js', `var a=1;${'a();'.repeat(300_000)}\n`);
    expect([scanned.minified, scanned.symbols.length, scanned.lines]).toEqual([true, 0, 1]);
  });

  test('words are counted by where they stand', () => {
    const scanner = new Scanner();
    const { words } = scanner.scan('x.ts', "// order order\nconst total = 'order';\norder(total);\n");
    const id = scanner.vocabulary.find('order');
    expect(words.counts[words.ids.indexOf(id)]).toBe(1 + 2 * 2 ** 8 + 2 ** 16);
    const total = scanner.vocabulary.find('total');
    expect(words.counts[words.ids.indexOf(total)]).toBe(2 * 2 ** 16 + 2 ** 24);
  });
});
