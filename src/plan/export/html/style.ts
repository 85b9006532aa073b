import { dark, light, variables } from './palette.ts';

const PARTS = ['setup', 'core', 'integration', 'testing', 'documentation'];

/**
 * The one style sheet of the page. Nothing in it is loaded: fonts are those of the reader's machine. Wide things (code,
 * tables, the graph) scroll within themselves; on paper they wrap, and what belongs together stays on one page.
 */
export const css = `
:root{color-scheme:light;${variables(light)};
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans","DejaVu Sans",Arial,sans-serif;
--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4","Noto Serif","Liberation Serif",Georgia,serif;
--mono:ui-monospace,SFMono-Regular,Menlo,"Cascadia Mono",Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${variables(dark)}}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.62 var(--sans);overflow-wrap:break-word;text-rendering:optimizeLegibility}
a{color:var(--link);text-decoration-thickness:.06em;text-underline-offset:.18em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:3px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
.page{max-width:80rem;margin:0 auto;padding:0 2rem;display:grid;grid-template-columns:14.5rem minmax(0,1fr);column-gap:4rem}
header.top,main,footer{grid-column:2;min-width:0;max-width:54rem}
header.top{padding-top:4.5rem}
nav.outline{grid-column:1;grid-row:1/4;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:4.9rem 0 2rem;font-size:.86rem;line-height:1.45}
nav.outline ol,details.outline ol{list-style:none;margin:0;padding:0}
nav.outline a,details.outline a{display:block;padding:.28rem 0;color:var(--soft);text-decoration:none}
nav.outline a:hover,details.outline a:hover{color:var(--link);text-decoration:underline}
nav.outline ol ol,details.outline ol ol{margin:0 0 .3rem;padding-left:.8rem;border-left:1px solid var(--rule);font-size:.95em}
details.outline{display:none}
.eyebrow{margin:0;font-size:.8rem;color:var(--soft);letter-spacing:.02em}
h1{font:600 clamp(1.9rem,1.3rem + 2.4vw,2.9rem)/1.14 var(--serif);letter-spacing:-.015em;margin:.35rem 0 1rem;text-wrap:balance}
h2{font:600 1.55rem/1.25 var(--serif);letter-spacing:-.01em;margin:3.4rem 0 1.1rem;padding-top:1.1rem;border-top:1px solid var(--rule);text-wrap:balance}
h3{font-size:1.06rem;line-height:1.4;margin:2rem 0 .6rem}
h4{font-size:.86rem;line-height:1.4;margin:1.3rem 0 .35rem;color:var(--soft);font-weight:600}
p,ul,ol,dl{margin:0 0 1rem}
ul,ol{padding-left:1.35rem}
li{margin:.3rem 0}
li>ul{margin:.3rem 0}
.lead{font-size:1.1rem;line-height:1.62}
code{font-family:var(--mono);font-size:.87em;background:var(--surface);border-radius:4px;padding:.1em .32em;overflow-wrap:anywhere}
.goal{margin:0 0 1.4rem;color:var(--soft)}
.totals{display:flex;flex-wrap:wrap;gap:1rem 2.2rem;margin:0 0 1.4rem;padding:0}
.totals div{min-width:0}
.totals dt{font-size:.8rem;color:var(--soft)}
.totals dd{margin:0;font-size:1.06rem;font-weight:600}
.notice{margin:0 0 .8rem;padding:.1rem 0 .1rem 1rem;border-left:3px solid var(--rule);color:var(--soft);font-size:.92rem}
.sources{color:var(--soft);font-size:.86em}
.sources code,.facts code{background:none;padding:0;font-size:.94em}
.tag{display:inline-block;font-size:.74rem;line-height:1.35;font-weight:600;padding:.08rem .5rem;border:1px solid currentColor;border-radius:1rem;white-space:nowrap}
.create,.good{color:var(--good)}.delete,.bad{color:var(--bad)}.modify{color:var(--link)}.warn,.assumed{color:var(--warn)}.quiet{color:var(--soft)}
ul.plain,ul.files,ul.verify{list-style:none;padding-left:0}
ul.files .tag{min-width:4.4rem;text-align:center}
ul.verify>li{padding-left:1.55rem;position:relative}
ul.verify>li::before{content:"";position:absolute;left:0;top:.36em;width:.82em;height:.82em;border:1.5px solid var(--soft);border-radius:3px}
ul.verify.done>li::before{content:"✓";background:var(--good);border-color:var(--good);color:var(--paper);font:700 .72em/1 var(--sans);text-align:center}
ul.required{list-style:none;padding-left:0}
ul.required>li{padding-left:2.6rem;position:relative}
.id{position:absolute;left:0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr));gap:1rem;margin:0 0 1.4rem}
.card{background:var(--surface);border-radius:12px;padding:1.15rem 1.3rem .5rem;min-width:0}
.card.chosen{background:none;border:2px solid var(--good);padding:calc(1.15rem - 2px) calc(1.3rem - 2px) calc(.5rem - 2px)}
.card h3{margin:.55rem 0 .5rem}
.card p{font-size:.95rem}
.card code{background:var(--paper)}
.card.chosen code{background:var(--surface)}
.card .sources code{background:none}
.step{margin:2.6rem 0 0;padding:0}
.step>h3{font-size:1.2rem;margin:0 0 .3rem;line-height:1.35}
.step .number{display:inline-block;min-width:1.5rem;color:var(--soft);font-weight:400}
.facts{margin:0 0 .9rem;font-size:.86rem;color:var(--soft)}
.facts>span+span::before{content:"· "}
figure{margin:1.2rem 0 1.6rem}
figcaption{font-size:.86rem;color:var(--soft);margin-top:.5rem}
figure.code{margin:1.1rem 0}
figure.code figcaption{margin:0 0 .4rem}
figure.code strong{color:var(--ink)}
.language{float:right;margin-left:1rem;font-family:var(--mono);font-size:.92em}
pre{margin:0;padding:.95rem 1.1rem;background:var(--surface);border-radius:10px;overflow-x:auto;font-size:.84rem;line-height:1.55;tab-size:4}
pre code{background:none;padding:0;font-size:1em;overflow-wrap:normal}
.wide{overflow-x:auto;margin:0 0 1.4rem}
table{border-collapse:collapse;min-width:100%;font-size:.92rem;line-height:1.5}
th,td{text-align:left;vertical-align:top;padding:.5rem 1.2rem .5rem 0;border-bottom:1px solid var(--rule);min-width:4.5rem;max-width:30rem}
th{font-weight:600}
thead th{font-size:.82rem;color:var(--soft);white-space:nowrap}
tbody th{font-weight:400}
td ul{margin:0;padding-left:1rem}
.pairs dt{font-weight:600}
.pairs dd{margin:.1rem 0 1rem}
.graph svg{display:block;margin:0 auto}
.graph .wide{margin:0;padding:.2rem 0}
.arrow{fill:none;stroke:var(--soft);stroke-width:1.5}
#arrow path{fill:var(--soft)}
.node rect{fill:var(--surface);stroke:var(--rule);stroke-width:1}
.node:hover rect,.node:focus-visible rect{stroke:var(--link)}
.node text{font:13px/1 var(--sans);fill:var(--ink)}
.node .number{font-weight:700}
.node .time{font-size:12px;fill:var(--soft)}
${PARTS.map(part => `.${part}{--part:var(--${part})}`).join('')}
.node rect.part{fill:var(--part);stroke:none}
.timeline ol{list-style:none;padding:0;margin:0}
.timeline li{margin:0 0 .7rem}
.timeline .label{display:flex;align-items:baseline;flex-wrap:wrap;justify-content:space-between;gap:0 1.2rem;font-size:.92rem;line-height:1.45}
.timeline .label a{color:var(--ink);text-decoration:none;min-width:0}
.timeline .label a:hover{color:var(--link);text-decoration:underline}
.timeline .time{color:var(--soft);font-size:.86rem}
.timeline svg{display:block;overflow:visible}
.grid{stroke:var(--rule);stroke-width:1}
.high{fill:var(--part);opacity:.32}
.likely{fill:var(--part)}
.low{stroke:var(--paper);stroke-width:2}
.axis text{font:12px var(--sans);fill:var(--soft)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;padding:0;margin:.8rem 0 0;font-size:.86rem}
.timeline .legend li{margin:0}
.swatch{display:inline-block;width:.8rem;height:.8rem;border-radius:3px;background:var(--part);margin-right:.45rem;vertical-align:-.08rem}
ul.plain>li:has(>.mark){padding-left:1.2rem;text-indent:-1.2rem}
ul.findings>li{text-indent:0}
.report{columns:2 20rem;column-gap:3rem}
.group{break-inside:avoid}
.group h3{margin:0 0 .2rem;padding-top:.8rem}
ul.findings{list-style:none;padding-left:0;font-size:.94rem}
.mark{display:inline-block;width:1.2rem;font-weight:700}
footer{margin:5rem 0 0;padding:1.2rem 0 4rem;border-top:1px solid var(--rule);font-size:.86rem;color:var(--soft)}
@media (max-width:62rem){
.page{grid-template-columns:minmax(0,1fr);padding:0 1.25rem}
header.top,main,footer{grid-column:1;max-width:none}
header.top{padding-top:2rem}
nav.outline{display:none}
details.outline{display:block;margin:1.6rem 0 0;border:1px solid var(--rule);border-radius:10px;padding:.65rem 1rem;font-size:.92rem}
details.outline summary{cursor:pointer;font-weight:600}
details.outline nav{padding-top:.5rem}
h2{margin-top:3rem}
}
@media (max-width:30rem){
pre{padding:.8rem .9rem;font-size:.8rem}
.totals{display:grid;grid-template-columns:1fr 1fr;gap:.8rem 1.2rem}
.totals dd{font-size:1rem}
}
@media print{
@page{margin:18mm 16mm}
:root{--paper:#fff}
html{font-size:10.5pt}
.page{display:block;max-width:none;padding:0}
nav.outline,details.outline,.skip{display:none}
header.top{padding:0}
header.top,main,footer{max-width:none}
h2{margin-top:2rem;break-after:avoid}
h3,h4,.facts,figcaption,dt{break-after:avoid}
li,tr,.card,.group,.node{break-inside:avoid}
.graph,.timeline li{break-inside:avoid}
p{orphans:3;widows:3}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--rule)}
pre code{overflow-wrap:anywhere}
.wide{overflow:visible}
thead{display:table-header-group}
a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}
.graph svg{max-width:100%;height:auto}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`.trim();
