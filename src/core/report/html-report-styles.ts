/** The look of the report: the page's colours and type, with what fonts a device has, for screens and for paper. */
import type { Colour } from './drawing.ts';
import { darkPalette, fontFamilies, lightPalette } from './drawing-colours.ts';
import type { Palette } from './drawing-colours.ts';

const isColour = (name: string): name is Colour => name in lightPalette;
const colours = Object.keys(lightPalette).filter(isColour);

function variables(palette: Palette): string {
  return colours.map((colour) => `--${colour}:${palette[colour]}`).join(';');
}

const drawingRules = colours
  .map(
    (colour) =>
      `[data-fill="${colour}"]{fill:var(--${colour})}[data-stroke="${colour}"]{stroke:var(--${colour})}`,
  )
  .join('\n');

/** Of the pictures on a phone, whatever its width: what stands around them ends where they do. */
export const narrowWidthPx = 328;

/** The whole style sheet; it names no address. */
export const reportStyles = `
:root{color-scheme:light dark;${variables(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${variables(darkPalette)}}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:48px 16px 72px;max-width:640px;font:400 15px/1.5 ${fontFamilies.sans};font-variant-numeric:tabular-nums}
h1,h2,p,ol,ul,dl,dd,figure,blockquote{margin:0;padding:0}
h1{font:500 28px/1.15 ${fontFamilies.serif};overflow-wrap:anywhere}
h2{font-size:15px;font-weight:600;line-height:24px;overflow-wrap:anywhere}
.soft,.aside,.notes,caption{color:var(--soft);font-size:13px;line-height:20px}
.lead{margin-top:8px;color:var(--soft);overflow-wrap:anywhere}
.line{margin-top:4px}
section{margin-top:48px;break-inside:avoid}
.head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 16px;margin-bottom:12px}
.drawing{display:block;max-width:100%;height:auto;overflow:visible}
.narrow{display:none}
.drawing text[data-font="serif"]{font-family:${fontFamilies.serif}}
.drawing text[data-font="sans"]{font-family:${fontFamilies.sans}}
${drawingRules}
.notes{margin-top:8px}
details{margin-top:8px}
summary{width:fit-content;padding:8px 0;font-size:13px;font-weight:500;cursor:pointer}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:20px}
th,td{padding:6px 16px 6px 0;border-bottom:1px solid var(--line);text-align:end;vertical-align:baseline;font-weight:400}
td{white-space:pre}
th:first-child{text-align:start;overflow-wrap:anywhere;min-width:6rem}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft)}
dl{display:grid;grid-template-columns:minmax(7rem,auto) minmax(0,1fr);gap:8px 24px;margin-top:12px;font-size:13px;line-height:20px}
dt{color:var(--soft)}
dd{overflow-wrap:anywhere}
blockquote{margin-top:16px;padding-top:12px;border-top:1px solid var(--line);font:400 17px/28px ${fontFamilies.serif};overflow-wrap:anywhere;white-space:pre-line}
blockquote footer{font:400 13px/20px ${fontFamilies.sans};color:var(--soft)}
.method{white-space:pre-line;margin-top:8px;overflow-wrap:anywhere}
@media (max-width:599px){.wide{display:none}.narrow{display:block}.head,.notes{max-width:${narrowWidthPx}px}}
@media (min-width:600px){body{padding-inline:24px}}
@media print{:root{color-scheme:light;${variables(lightPalette)};--paper:#fff}body{padding:0}.wide{display:block}.narrow{display:none}section{margin-top:32px}}
`;
