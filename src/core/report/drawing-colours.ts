/** The colours of drawings that leave the page: those of the page's tokens, in the notation that every program knows. */
import type { Colour } from './drawing.ts';

export type Palette = Record<Colour, string>;

export const lightPalette: Palette = {
  ink: '#191f2b',
  soft: '#535864',
  line: '#d0d5d9',
  control: '#7c808a',
  paper: '#f8fbfb',
  negative: '#a55115',
  'negative-tint': '#fcd8b7',
  neutral: '#aeb1b6',
  positive: '#1666aa',
  unsure: '#535864',
};

export const darkPalette: Palette = {
  ink: '#e4e8ed',
  soft: '#a6abb2',
  line: '#343840',
  control: '#70757e',
  paper: '#111419',
  negative: '#f09f58',
  'negative-tint': '#543016',
  neutral: '#4f5359',
  positive: '#6fb5ef',
  unsure: '#a6abb2',
};

/** Those of the page first, then what other devices have that comes close. */
export const fontFamilies = {
  sans: "'Instrument Sans Variable', 'Instrument Sans', 'Helvetica Neue', Arial, sans-serif",
  serif: "'Literata Variable', Literata, Georgia, 'Times New Roman', serif",
} as const;
