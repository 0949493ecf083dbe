/** Long enough to be read in many runs of the model, so that a test can step in between. */
export const longText = Array.from(
  { length: 250 },
  (_, i) =>
    `Sentence number ${i} says that the room was ${i % 3 === 0 ? 'lovely' : 'cold'} and the night was long.`,
).join(' ');

export const shortText = 'The room was lovely and the night was quiet.';

/** Well beyond the length below which no language is refused. */
export const germanText =
  'Das Zimmer war leider sehr kalt, und niemand an der Rezeption wollte uns in dieser Nacht weiterhelfen.';
