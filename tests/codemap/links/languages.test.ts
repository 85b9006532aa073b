import { describe, expect, test } from 'vitest';
import { linksOf } from './linked.ts';

/** What it shows, the files of a project, and for some of them the files that they lead to. */
type Case = readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, readonly string[]>>];

const PYTHON: readonly Case[] = [
  [
    'relative imports name modules and names in modules',
    {
      'shop/__init__.py': 'from .app import Shop as Shop\n',
      'shop/app.py':
        'from . import mail, db as database\nfrom .mail import (  # names\n    send,\n    receive)\nclass Shop: pass\n',
      'shop/mail.py': 'def send(): pass\n',
      'shop/db.py': 'from ..other import thing\n',
      'other.py': 'from .gone import x\n',
    },
    {
      'shop/__init__.py': ['shop/app.py'],
      'shop/app.py': ['shop/mail.py', 'shop/db.py'],
      'shop/db.py': ['other.py'],
      'other.py': [],
    },
  ],
  [
    'an absolute import begins in a folder that is no package, never beside a module of the standard library',
    {
      'src/shop/__init__.py': '',
      'src/shop/logging.py': '',
      'src/shop/app.py': 'import logging\nimport shop.logging as l\nfrom shop.deep.er import x\n',
      'src/shop/deep/er.py': '',
      'tests/test_app.py': 'from shop import app\nimport shop\nimport helper\n',
      'tests/helper.py': '',
    },
    {
      'src/shop/app.py': ['src/shop/logging.py', 'src/shop/deep/er.py'],
      'tests/test_app.py': ['src/shop/app.py', 'src/shop/__init__.py', 'tests/helper.py'],
    },
  ],
  [
    'a name that an __init__ passes on leads to it and to where it comes from',
    {
      'shop/__init__.py': 'from .api import Client\n',
      'shop/api/__init__.py': 'from .client import Client\n',
      'shop/api/client.py': 'class Client: pass\n',
      'main.py': 'from shop import Client\n',
    },
    { 'main.py': ['shop/__init__.py', 'shop/api/__init__.py', 'shop/api/client.py'] },
  ],
];

const GO: readonly Case[] = [
  [
    'modules, a module beside it, replace, vendor, and only the files whose names are used',
    {
      'go.mod': 'module example.org/shop\n\nreplace example.org/mail => ./libs/mail\n',
      'main.go':
        'package main\n\nimport (\n\t"fmt"\n\t"example.org/shop/store"\n\t"example.org/mail"\n\tpq "github.com/lib/pq"\n)\n\nfunc main() {\n\tstore.Open()\n\tmail.Send()\n\tpq.Use()\n\tx := []string{\n\t"example.org/shop/store",\n\t}\n}\n',
      'store/open.go': 'package store\nfunc Open() { close() }\n',
      'store/close.go': 'package store\nfunc close() {}\n',
      'libs/mail/go.mod': 'module example.org/mail\n',
      'libs/mail/mail.go': 'package mail\nfunc Send() {}\n',
      'vendor/github.com/lib/pq/pq.go': 'package pq\nfunc Use() {}\n',
      'store/open_test.go': 'package store\nfunc TestOpen() { Open() }\n',
    },
    {
      'main.go': ['store/open.go', 'libs/mail/mail.go', 'vendor/github.com/lib/pq/pq.go'],
      'store/open.go': ['store/close.go'],
      'store/open_test.go': ['store/open.go'],
    },
  ],
];

const RUST: readonly Case[] = [
  [
    'modules of a crate, and crates of the workspace under their own and other names',
    {
      'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
      'core/Cargo.toml': '[package]\nname = "shop-core"\n',
      'core/src/lib.rs': 'pub mod order;\npub mod mail;\n',
      'core/src/order.rs':
        'mod line;\nuse super::mail::send;\nuse self::line::Line;\npub struct Order;\n#[cfg(test)]\nmod tests {\n  use super::*;\n  use super::super::mail;\n}\n',
      'core/src/order/line.rs': 'use crate::mail;\nuse super::Order;\npub struct Line;\n',
      'core/src/mail/mod.rs': 'pub mod smtp;\npub fn send() {}\n',
      'core/src/mail/smtp.rs': 'use std::io;\nuse super::send;\n',
      'cli/Cargo.toml':
        '[package]\nname = "shop"\n[[bin]]\nname = "shop"\npath = "app/main.rs"\n[dependencies]\nkern = { path = "../core", package = "shop-core" }\n',
      'cli/app/main.rs': 'mod args;\nuse kern::order::Order;\nuse args::Args;\nextern crate kern;\n',
      'cli/app/args.rs': 'use crate::args;\nuse serde::Serialize;\n',
      'core/tests/orders.rs': 'mod common;\nuse shop_core::mail::smtp;\n',
      'core/tests/common/mod.rs': '',
    },
    {
      'core/src/lib.rs': ['core/src/order.rs', 'core/src/mail/mod.rs'],
      'core/src/order.rs': ['core/src/order/line.rs', 'core/src/mail/mod.rs'],
      'core/src/order/line.rs': ['core/src/mail/mod.rs', 'core/src/order.rs'],
      'core/src/mail/mod.rs': ['core/src/mail/smtp.rs'],
      'core/src/mail/smtp.rs': ['core/src/mail/mod.rs'],
      'cli/app/main.rs': ['cli/app/args.rs', 'core/src/order.rs', 'core/src/lib.rs'],
      'core/tests/orders.rs': ['core/tests/common/mod.rs', 'core/src/mail/smtp.rs'],
    },
  ],
  [
    'a crate that passes another one on',
    {
      'a/Cargo.toml': '[package]\nname = "grep"\n[dependencies]\ngrep-cli = "1"\n',
      'a/src/lib.rs': 'pub extern crate grep_cli as cli;\n',
      'b/Cargo.toml': '[package]\nname = "grep-cli"\n',
      'b/src/lib.rs': 'pub mod wtr;\n',
      'b/src/wtr.rs': '',
      'c/Cargo.toml': '[package]\nname = "rg"\n[dependencies]\ngrep = "1"\n',
      'c/src/main.rs': 'use grep::cli::wtr;\n',
    },
    { 'c/src/main.rs': ['a/src/lib.rs', 'b/src/wtr.rs'], 'a/src/lib.rs': ['b/src/lib.rs'] },
  ],
];

const JVM: readonly Case[] = [
  [
    'packages of Java and Kotlin, whatever the folders are called',
    {
      'src/main/java/shop/Order.java':
        'package shop;\nimport shop.mail.Sender;\nimport static shop.Limits.MAX;\nimport java.util.List;\nclass Order extends Base {}\n',
      'src/main/java/shop/Base.java': 'package shop;\nclass Base {}\n',
      'src/main/java/shop/Limits.java': 'package shop;\nclass Limits { static final int MAX = 3; }\n',
      'src/main/kotlin/Mail.kt':
        'package shop.mail\n\nimport shop.*\n\nclass Sender(val order: Order)\nfun deliver() {}\n',
      'src/main/kotlin/Use.kt':
        'package other\n\nimport shop.mail.deliver\nimport shop.Order.State\nimport shop.gone.Thing\n',
    },
    {
      'src/main/java/shop/Order.java': [
        'src/main/kotlin/Mail.kt',
        'src/main/java/shop/Limits.java',
        'src/main/java/shop/Base.java',
      ],
      'src/main/kotlin/Mail.kt': ['src/main/java/shop/Order.java'],
      'src/main/kotlin/Use.kt': ['src/main/kotlin/Mail.kt', 'src/main/java/shop/Order.java'],
    },
  ],
  [
    'Scala looks around its own package first',
    {
      'a/Json.scala': 'package shop\npackage json\n\nobject Json { def parse = 1 }\n',
      'a/Use.scala': 'package shop\n\nimport json.Json // the parser\n\nclass Use\n',
    },
    { 'a/Use.scala': ['a/Json.scala'] },
  ],
];

const OTHERS: readonly Case[] = [
  [
    'C#: namespaces lead to the files whose types are used',
    {
      'src/Order.cs':
        'using Shop.Mail;\nusing System;\nnamespace Shop.Orders;\npublic class Order { Sender s; Money m; }\n',
      'src/Sender.cs': 'namespace Shop.Mail { public class Sender { } }\n',
      'src/Other.cs': 'namespace Shop.Mail { public class Receiver { } }\n',
      'src/Money.cs': 'namespace Shop;\npublic struct Money { }\n',
    },
    { 'src/Order.cs': ['src/Sender.cs', 'src/Money.cs'] },
  ],
  [
    'PHP: namespaces by composer.json, files by require',
    {
      'composer.json':
        '{"autoload":{"psr-4":{"Shop\\\\":"src/"}},"autoload-dev":{"psr-4":{"Shop\\\\Tests\\\\":"tests/"}}}',
      'src/Order.php':
        "<?php\nnamespace Shop;\nuse Shop\\Mail\\{Sender, Gone};\nuse Psr\\Log;\nrequire_once __DIR__ . '/boot.php';\nclass Order { function a(): Cart {} }\n",
      'src/Cart.php': '<?php\nnamespace Shop;\nclass Cart {}\n',
      'src/Mail/Sender.php': '<?php\nnamespace Shop\\Mail;\nclass Sender {}\n',
      'src/boot.php': '<?php\n',
      'tests/OrderTest.php': '<?php\nuse Shop\\Order;\n',
    },
    {
      'src/Order.php': ['src/Mail/Sender.php', 'src/boot.php', 'src/Cart.php'],
      'tests/OrderTest.php': ['src/Order.php'],
    },
  ],
  [
    'Ruby: require along load paths, constants where they are loaded by name',
    {
      'config/application.rb': "require_relative 'boot'\n",
      'config/boot.rb': '',
      'app/models/line_item.rb': 'class LineItem; end\n',
      'app/controllers/orders_controller.rb':
        "require 'shop/mail'\nclass OrdersController\n  def index = LineItem.all\nend\n",
      'lib/shop/mail.rb': '',
    },
    {
      'config/application.rb': ['config/boot.rb'],
      'app/controllers/orders_controller.rb': ['lib/shop/mail.rb', 'app/models/line_item.rb'],
    },
  ],
  [
    'C and C++: beside the file, below include folders, by the end of the path',
    {
      'src/main.cpp':
        '#include "util.h"\n#include <shop/order.hpp>\n#include <string.h>\n#include "deep/x.h"\n',
      'src/util.h': '',
      'lib/util.h': '',
      'compat/string.h': '',
      'include/shop/order.hpp': '#include "line.hpp"\n',
      'include/shop/line.hpp': '',
      'third/deep/x.h': '',
    },
    {
      'src/main.cpp': ['src/util.h', 'include/shop/order.hpp', 'third/deep/x.h'],
      'include/shop/order.hpp': ['include/shop/line.hpp'],
    },
  ],
  [
    'Swift: targets, and the files of the own target',
    {
      'Package.swift':
        'let package = Package(targets: [\n  .target(name: "Shop", dependencies: []),\n  .target(name: "Mail", path: "Libs/Mail"),\n  .testTarget(name: "ShopTests", dependencies: ["Shop"]),\n])\n',
      'Sources/Shop/Order.swift':
        'import Mail\nimport Foundation\nstruct Order { let m: Money; let s: Sender }\n',
      'Sources/Shop/Money.swift': 'struct Money {}\n',
      'Sources/Shop/Money+Text.swift': 'extension Money { }\n',
      'Libs/Mail/Sender.swift': 'public struct Sender {}\n',
      'Tests/ShopTests/OrderTests.swift': '@testable import Shop\nlet o = Order()\n',
    },
    {
      'Sources/Shop/Order.swift': ['Libs/Mail/Sender.swift', 'Sources/Shop/Money.swift'],
      'Tests/ShopTests/OrderTests.swift': ['Sources/Shop/Order.swift'],
    },
  ],
  [
    'shell: scripts beside the file, a variable for its folder',
    { 'ci/run.sh': '. "$DIR/lib.sh"\nsource ./more.sh\n', 'ci/lib.sh': '', 'ci/more.sh': '' },
    { 'ci/run.sh': ['ci/lib.sh', 'ci/more.sh'] },
  ],
];

describe.each([
  ['Python', PYTHON],
  ['Go', GO],
  ['Rust', RUST],
  ['JVM', JVM],
  ['others', OTHERS],
] as const)('links of %s', (_, cases) => {
  test.each(cases)('%s', async (_name, texts, expected) => {
    const links = await linksOf(texts);
    for (const [path, targets] of Object.entries(expected))
      expect([path, ...links.of(path)].sort()).toEqual([path, ...targets].sort());
  });
});

test('what is no file of the project is a package', async () => {
  const links = await linksOf({
    'go.mod': 'module example.org/shop\n',
    'main.go': 'package main\nimport (\n\t"fmt"\n\t"example.org/shop/gone"\n)\n',
    'a.py': 'import os.path\nfrom requests.auth import Basic\n',
    'a.rs': 'use serde::Serialize;\n',
    'A.java': 'package a;\nimport java.util.List;\n',
  });
  expect(['main.go', 'a.py', 'a.rs', 'A.java'].map(p => links.packages(p))).toEqual([
    ['fmt'],
    ['requests', 'os'],
    ['serde'],
    ['java.util'],
  ]);
});
