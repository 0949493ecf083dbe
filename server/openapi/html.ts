/** Pieces of a document in which nothing that comes from elsewhere can open or close a tag. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Piece = Html | string | number | readonly Piece[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped unless they are pieces made by it. */
export function html(literals: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(
    literals.reduce((source, literal, place) => source + sourceOf(values[place - 1] ?? '') + literal),
  );
}

function sourceOf(piece: Piece): string {
  if (piece instanceof Html) return piece.source;
  if (typeof piece === 'object') return piece.map(sourceOf).join('');
  return String(piece).replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** Text in which `backticks` mark code. */
export function prose(text: string): Html {
  const pieces = text.split('`');
  return html`${pieces.map((piece, place) => (place % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}
