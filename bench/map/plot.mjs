// Time and peak memory over the number of files, both axes logarithmic: what grows linearly is parallel to the dashes.

const WIDTH = 860;
const HEIGHT = 360;
const PANEL = { width: 320, height: 240, top: 60 };
const INK = '#30343a';
const FAINT = '#c9ced6';

/** An SVG of two panels from rows of `{size, ms, peakMb}`. */
export function plot(rows) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">`,
    '<title>Time and memory of the first map over the number of files</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    panel(
      80,
      'First usable map, seconds',
      rows,
      r => r.ms / 1_000,
      '#0b6e99',
      v => (v >= 1 ? v.toFixed(1) : v.toFixed(2)),
    ),
    panel(
      500,
      'Peak memory, MB',
      rows,
      r => r.peakMb,
      '#a2442e',
      v => v.toFixed(0),
    ),
    '</svg>',
    '',
  ].join('\n');
}

function panel(left, title, rows, of, colour, shown) {
  const points = rows.filter(row => of(row) > 0);
  const out = [`<text x="${left}" y="${PANEL.top - 24}" font-size="14" font-weight="600">${title}</text>`];
  if (points.length === 0) return `${out[0]}<text x="${left}" y="${PANEL.top}">not counted here</text>`;
  const powers = values => [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ];
  const [x0, x1] = powers(points.map(r => r.size));
  const [y0, y1] = powers(points.map(of));
  const x = size => left + ((Math.log10(size) - x0) / Math.max(1, x1 - x0)) * PANEL.width;
  const y = value =>
    PANEL.top + PANEL.height - ((Math.log10(value) - y0) / Math.max(1, y1 - y0)) * PANEL.height;
  const at = number => number.toFixed(1);
  for (let power = x0; power <= x1; power++) {
    const place = at(x(10 ** power));
    out.push(
      `<line x1="${place}" y1="${PANEL.top}" x2="${place}" y2="${PANEL.top + PANEL.height}" stroke="${FAINT}"/>`,
    );
    out.push(
      `<text x="${place}" y="${PANEL.top + PANEL.height + 18}" text-anchor="middle">${(10 ** power).toLocaleString('en')}</text>`,
    );
  }
  for (let power = y0; power <= y1; power++) {
    const place = at(y(10 ** power));
    out.push(`<line x1="${left}" y1="${place}" x2="${left + PANEL.width}" y2="${place}" stroke="${FAINT}"/>`);
    out.push(`<text x="${left - 8}" y="${Number(place) + 4}" text-anchor="end">${10 ** power}</text>`);
  }
  out.push(
    `<text x="${left + PANEL.width / 2}" y="${PANEL.top + PANEL.height + 40}" text-anchor="middle">files</text>`,
  );
  const first = points[0];
  const last = points.at(-1);
  const linear = of(first) * (last.size / first.size);
  const top = Math.min(linear, 10 ** y1);
  const end = first.size * (top / of(first));
  out.push(
    `<line x1="${at(x(first.size))}" y1="${at(y(of(first)))}" x2="${at(x(end))}" y2="${at(y(top))}" stroke="${INK}" stroke-dasharray="4 4" opacity="0.6"/>`,
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map(r => `${at(x(r.size))},${at(y(of(r)))}`).join(' ')}"/>`,
  );
  for (const row of points)
    out.push(
      `<circle cx="${at(x(row.size))}" cy="${at(y(of(row)))}" r="3.5" fill="${colour}"/>`,
      `<text x="${at(x(row.size) + 6)}" y="${at(y(of(row)) + (y(of(row)) > PANEL.top + PANEL.height - 20 ? -10 : 16))}">${shown(of(row))}</text>`,
    );
  return out.join('\n');
}
