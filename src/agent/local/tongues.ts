/** What a goal in another language than English says, as far as a small table and the words of code tell. */
export interface ForeignGoal {
  /** The language by its English name. */
  readonly language: string;
  /** English words for what was understood, the wish first; code names and paths as they were written. */
  readonly understood: readonly string[];
}

interface Tongue {
  readonly language: string;
  /** Words that stand in nearly every sentence of it. */
  readonly common: ReadonlySet<string>;
  readonly marks: RegExp;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const TONGUES: readonly Tongue[] = [
  {
    language: 'German',
    common: words(
      'der die das und ist nicht mit für von zu den dem ein eine einen einer wir ich soll sollen sollte kann können wird werden beim bitte auch wenn damit über nach auf im zum zur bei warum wie durch als noch nur',
    ),
    marks: /[äöüß]/i,
  },
  {
    language: 'French',
    common: words(
      'le la les des du et est pas avec pour une un dans sur que qui nous il faut au aux ce cette doit doivent peut être en par plus sans quand lorsque afin pourquoi',
    ),
    marks: /[àâçèêëîïôœùû]/i,
  },
  {
    language: 'Spanish',
    common: words(
      'el la los las y es no con para una un en de del que por se al debe deben puede cuando sin más como nuestro hay los usuarios',
    ),
    marks: /[ñ¿¡áíóú]/i,
  },
  {
    language: 'Portuguese',
    common: words(
      'o os as e não com para uma um em do da dos das que por se ao deve devem pode quando sem mais como nosso são',
    ),
    marks: /[ãõç]/i,
  },
  {
    language: 'Italian',
    common: words(
      'il la le lo gli e non con per una un nel nella di del della che si al deve devono può quando senza più come nostro sono dei delle',
    ),
    marks: /[àèìòù]/i,
  },
  {
    language: 'Dutch',
    common: words(
      'de het een en niet met voor van naar moet moeten kan kunnen wij ik wordt worden bij ook als zodat op aan in zonder meer onze die dat waarom',
    ),
    marks: /ij|[ëï]/i,
  },
];
const ENGLISH = words(
  'the a an and is are not with for of to in on we our it that this when so by from as be should must can add make fix let users their its if all new use using via without into at or',
);

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['Korean', /\p{Script=Hangul}/gu],
  ['Chinese', /\p{Script=Han}/gu],
  ['Russian or another language in Cyrillic letters', /\p{Script=Cyrillic}/gu],
  ['Greek', /\p{Script=Greek}/gu],
  ['Arabic or another language in its letters', /\p{Script=Arabic}/gu],
  ['Hebrew', /\p{Script=Hebrew}/gu],
  ['Hindi or another language in Devanagari letters', /\p{Script=Devanagari}/gu],
  ['Thai', /\p{Script=Thai}/gu],
];

/** Wishes, then things, each by how it begins in the languages of the table; what has no blanks between words may stand anywhere. */
const VERBS: readonly (readonly [string, string])[] = [
  [
    'add',
    'hinzufüg füge hinzu einbau einführ ergänz erstell ajout créer añad agreg crear adicion criar aggiung crea toevoeg voeg maak добав созда реализ внедр 添加 新增 增加 实现 追加 実装 추가 구현',
  ],
  [
    'fix',
    'beheb reparier korrigier corrig répar arregl correg consert ripar corregg oplos herstel repareer исправ почин 修复 修正 解决 直す 수정',
  ],
  [
    'remove',
    'entfern lösch supprim retir elimin quitar remov rimuov verwijder удал убра 删除 移除 削除 삭제',
  ],
  [
    'refactor',
    'umbau überarbeit refaktor refactor restructur réorganis refatorar herstructur рефактор 重构 リファクタ 리팩',
  ],
  [
    'improve',
    'verbesser beschleunig optimier amélior accélér optimis mejor aceler optimiz melhor miglior velocizz verbeter versnel улучш ускор оптимиз 优化 改进 提高 改善 高速化 개선',
  ],
  ['replace', 'ersetz austausch remplac reempla substitu sostitu vervang замен 替换 置き換え 교체'],
  ['migrate', 'migrier umstell migr migreer мигр перенес перевест 迁移 移行 마이그레이션'],
  ['test', 'testen teste tester probar testar testare протестир 测试 テスト 테스트'],
  ['export', 'exportier exporter exportar esportar exporteer экспорт 导出 エクスポート 내보내'],
  ['import', 'importier importer importar importare importeer импорт 导入 インポート 가져오'],
];
const THINGS: readonly (readonly [string, string])[] = [
  [
    'login',
    'anmeld einlogg connexion connecter iniciar sesión inicio accesso aanmeld inlog вход войти логин 登录 登入 ログイン 로그인',
  ],
  ['authentication', 'authentifizier authentif autentic аутентиф авториз 认证 验证 認証 인증'],
  ['password', 'passwort kennwort mot de passe contraseña senha wachtwoord парол 密码 パスワード 비밀번호'],
  [
    'permission',
    'berechtig zugriffsrecht permission droits permiso permiss autorizz rechten права разрешен 权限 権限 권한',
  ],
  [
    'user',
    'benutzer nutzer anwender utilisateur usuari utent utilizador gebruiker пользовател 用户 ユーザー 사용자',
  ],
  ['account', 'konto konten compte cuenta conta rekening счет счёт аккаунт 账户 帐户 アカウント 계정'],
  ['order', 'bestell commande pedido ordin ordine bestelling заказ 订单 注文 주문'],
  ['payment', 'zahlung bezahl paiement pago pagament betaling оплат платеж платёж 支付 付款 支払 決済 결제'],
  ['product', 'produkt produit producto prodott product товар 产品 商品 상품'],
  ['note', 'notiz note notas nota notitie замет 笔记 ノート メモ 노트'],
  [
    'real-time',
    'echtzeit temps-réel tempsréel réel tiempo-real realtime-tijd реальн 实时 即時 リアルタイム 실시간',
  ],
  ['notification', 'benachrichtig notification notificaci notifica melding уведомл 通知 알림'],
  [
    'search',
    'suche suchfunktion volltextsuche recherche búsqueda buscar busca pesquis ricerca cerca zoek поиск 搜索 查找 検索 검색',
  ],
  ['filter', 'filter filtr filtro фильтр 筛选 过滤 フィルタ 필터'],
  ['cache', 'zwischenspeicher cache caché кэш кеш 缓存 キャッシュ 캐시'],
  [
    'file upload',
    'hochlad datei-upload téléverse subir archivos envio de arquivos caricament uploaden загрузк файл 上传 アップロード 업로드',
  ],
  ['e-mail', 'e-mail email mail courriel correo posta письм почт 邮件 メール 이메일'],
  [
    'rate limiting',
    'ratenbegrenz anfragelimit limitation du débit límite de peticiones limite de requisições snelheidslimiet ограничен запрос 限流 レート制限',
  ],
  [
    'pagination',
    'seitenweise paginier pagination paginaci paginazione paginer постранич пагинац 分页 ページネーション 페이지',
  ],
  [
    'database',
    'datenbank base de données base de datos banco de dados database базы данных базу данных база данных 数据库 データベース 데이터베이스',
  ],
  [
    'report',
    'bericht auswertung rapport informe relatório rapporto rapportage отчет отчёт 报表 报告 レポート 보고서',
  ],
  [
    'transfer',
    'überweis umbuch virement transferencia transferência trasferiment bonifico overboek перевод 转账 振込 送金 이체',
  ],
  [
    'performance',
    'leistung geschwindigkeit performance rendimiento desempenho prestazion snelheid производительн 性能 パフォーマンス 성능',
  ],
  ['error', 'fehler erreur error erro errore fout ошиб 错误 报错 エラー 오류'],
  [
    'dark mode',
    'dunkelmodus dunkles design mode sombre modo oscuro modo escuro modalità scura donkere modus тёмн темн 深色模式 暗色 ダークモード 다크 모드',
  ],
  [
    'translation',
    'übersetz mehrsprach traduc traduction tradução traduzion vertal перевод интерфейса 多语言 国际化 多言語 번역',
  ],
];

/** Paths, names in code marks, camelCase, snake_case, and names of products in Latin letters inside another script. */
const CODE =
  /`[^`]+`|(?:[\w.-]+\/)+[\w.-]+|\b[\w-]+\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|md|sql|json|ya?ml)\b|\b[a-z]+(?:[A-Z][a-z0-9]*)+\b|\b\w+_\w+\b/g;
const LOANS =
  /\b(?:api|rest|graphql|websockets?|oauth2?|sso|jwt|csv|json|xml|pdf|redis|postgres(?:ql)?|mysql|sqlite|mongodb|kafka|docker|kubernetes|webhooks?|login|logout|token|server|client|frontend|backend|cache|queue|cron|job|log|logging|dashboard|endpoint|middleware|router|typescript|javascript|react|vue|prisma|express|flask|django|google|github|slack|stripe|paypal|ci|cli|dark mode|feature flags?|rate limit(?:ing)?)\b/gi;

/** The goal as another language says it; undefined where it is English, code, or too little to tell. */
export function foreignGoal(text: string): ForeignGoal | undefined {
  const language = languageOf(text);
  return language === undefined ? undefined : { language, understood: understoodIn(text) };
}

function languageOf(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, script] of SCRIPTS) {
    const own = text.match(script)?.length ?? 0;
    if (own >= 2 && own / Math.max(1, letters) > 0.15) return language;
  }
  const all = text
    .toLowerCase()
    .split(/[^\p{L}'-]+/u)
    .filter(Boolean);
  const english = all.filter(w => ENGLISH.has(w)).length;
  const scored = TONGUES.map(tongue => ({
    language: tongue.language,
    n:
      all.filter(w => tongue.common.has(w)).length +
      all.filter(w => tongue.marks.test(w)).length * (tongue.language === 'Dutch' ? 0.25 : 0.75),
  })).sort((a, b) => b.n - a.n);
  const best = scored[0];
  // One word may be a name or a loan; two speak for themselves where English has not more.
  return best && best.n >= 2 && best.n > english ? best.language : undefined;
}

function understoodIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  const all = lower.split(/[^\p{L}\p{N}-]+/u).filter(Boolean);
  const says = (forms: string): boolean =>
    forms
      .split(' ')
      .some(form =>
        /^[\p{Script=Latin}\p{Script=Cyrillic}-]+$/u.test(form)
          ? form.length > 3 && all.some(w => w.startsWith(form))
          : lower.includes(form),
      );
  const verb = VERBS.find(([, forms]) => says(forms))?.[0];
  const things = THINGS.filter(([, forms]) => says(forms)).map(([english]) => english);
  const loans = [...text.matchAll(LOANS)].map(m => m[0]);
  const code = [...text.matchAll(CODE)].map(m => m[0]);
  const out = [...(verb ? [verb] : []), ...things, ...loans, ...code];
  const seen = new Set<string>();
  return out.filter(w => !seen.has(w.toLowerCase()) && seen.add(w.toLowerCase()));
}
