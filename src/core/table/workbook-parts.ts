/** The parts of a workbook besides its rows (ECMA-376, part 1). */
import { columnLetters, escapeString, rowXml, sheetEnd, plainSheetStart, xmlStart } from './sheet-xml.ts';

/** Where a part lies in the archive, and what it holds. */
type Part = readonly [path: string, xml: string];

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const metadataRelation =
  'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties';
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';
const sheetMl = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** @param number from 1 */
export function sheetPath(number: number): string {
  return `xl/worksheets/sheet${String(number)}.xml`;
}

function sheetName(number: number): string {
  return number === 1 ? 'Rows' : `Rows ${String(number)}`;
}

/** The sheet behind those with rows: what they were read with. */
export function aboutPart([name, version, sha256]: readonly [string, string, string], sheets: number): Part {
  const lines: [string, string][] = [
    ['Read with', 'Undertone'],
    ['Model', name],
    ['Version', version],
    ['SHA-256', sha256],
  ];
  if (sheets > 1) {
    lines.push(['Rows', `They go on in ${String(sheets)} sheets, as one holds a million of them.`]);
  }
  const letters = [columnLetters(0), columnLetters(1)];
  const rows = lines.map((line, i) => rowXml(line, i + 1, letters)).join('');
  return [sheetPath(sheets + 1), plainSheetStart + rows + sheetEnd];
}

/**
 * All others. Formats of cells are two: plain, and bold for names.
 *
 * @param sheets how many hold rows; the one about them comes behind
 */
export function fixedParts(
  sheets: number,
  [name, version, sha256]: readonly [string, string, string],
): Part[] {
  const numbers = Array.from({ length: sheets + 1 }, (_, i) => i + 1);
  const named = numbers.map((number) => (number > sheets ? 'About' : sheetName(number)));
  const description = `Read with Undertone; model ${name}, version ${version}, SHA-256 ${sha256}`;
  return [
    [
      'xl/workbook.xml',
      `${xmlStart}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>${named
        .map((sheet, i) => `<sheet name="${sheet}" sheetId="${String(i + 1)}" r:id="rId${String(i + 1)}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...numbers.map(
          (number) => [`${officeRelations}/worksheet`, `worksheets/sheet${String(number)}.xml`] as const,
        ),
        [`${officeRelations}/styles`, 'styles.xml'],
      ]),
    ],
    [
      'xl/styles.xml',
      `${xmlStart}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    ],
    [
      'docProps/core.xml',
      `${xmlStart}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
        `<dc:creator>Undertone</dc:creator><dc:description>${escapeString(description)}</dc:description></cp:coreProperties>`,
    ],
    [
      '_rels/.rels',
      relations([
        [`${officeRelations}/officeDocument`, 'xl/workbook.xml'],
        [metadataRelation, 'docProps/core.xml'],
      ]),
    ],
    [
      '[Content_Types].xml',
      `${xmlStart}<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${sheetMl}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${sheetMl}.styles+xml"/>` +
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
        `${numbers.map((number) => `<Override PartName="/${sheetPath(number)}" ContentType="${sheetMl}.worksheet+xml"/>`).join('')}</Types>`,
    ],
  ];
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], i) => `<Relationship Id="rId${String(i + 1)}" Type="${type}" Target="${target}"/>`,
  );
  return `${xmlStart}<Relationships xmlns="${relationships}">${all.join('')}</Relationships>`;
}
