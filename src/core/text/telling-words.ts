/** Common words that give a language away where its n-grams do not. */

/** English words that are hardly ever words of another language in Latin letters. */
const englishWords = new Set(
  (
    "the and of that with this these those you your for but not have has had are were been being it it's its i'm i've " +
    "i'll don't didn't doesn't can't couldn't won't wouldn't isn't wasn't aren't they their them there she his our what " +
    'when which who how would could should will did does from about into than then because while just very my know ' +
    'think get got too much more'
  ).split(' '),
);

/** Languages whose n-grams look alike, or of which the table of n-grams knows but one. */
const lookAlikes: readonly Readonly<Record<string, string>>[] = [
  {
    no: 'å av ble bli hva mye noe noen meg deg seg etter uke nå opp ut fra hvordan mellom feil bruk bruke bruker',
    da: 'af blev blive hvad meget noget nogen mig dig sig efter uge nu op ud fra hvordan mellem fejl brug bruge bruger',
  },
  {
    cs: 'se ve není být jsou při nebo pro který jen také',
    sk: 'sa vo nie byť sú pri alebo pre ktorý len tiež',
  },
  { hr: 'su nije što bio bila koji nego vrlo', sl: 'so ni kaj bil bila ki ampak zelo' },
  { id: 'karena uang mobil sudah bisa kantor banget', ms: 'kerana wang kereta awak boleh pejabat ialah' },
  { nl: 'niet het een de dat voor deze wordt', af: "nie dit die vir hierdie word baie jy 'n" },
  { pt: 'não uma muito já com em são', gl: 'non unha moi xa con en son' },
  { es: 'no una muy pero un del el la y los', gl: 'non unha moi pero un do o da e os' },
  { ru: 'очень что это спасибо было', uk: 'дуже що це дякую було та' },
  { sr: 'је у се су као није врло што био', mk: 'е во се од како не многу што беше' },
  { bg: 'е в се са от като не много че беше', mk: 'е во се од како не многу што беше' },
  {
    hi: 'है हैं और नहीं था थी थे मैं यह वह की के में से लेकिन बहुत भी ने पर',
    mr: 'आहे आहेत आणि नाही होते होती होता मी हे हा ही तो ते खूप पण करा साठी',
    ne: 'छ छन् र छैन पनि थियो थिए म यो त्यो मा लाई बाट तर धेरै गर्न',
  },
];

/** Languages of which the n-grams know nothing. */
const strangers: Readonly<Record<string, string>> = {
  la: 'sed ut cum ad quod atque enim ipsum dolor sit amet elit tempor magna quis nisi vel esse',
  sw: 'na ya wa kwa ni katika hii sana lakini yangu nzuri kama hivyo pia si',
  cy: "yn mae y yr ac i'r o'r ond iawn oedd wedi ei gan ni roedd hyn",
  eo: 'la kaj estas estis tre sed ne mi vi al por ke',
  ga: 'agus an na ar bhí raibh níl ní sé sí ach tá leis seo maith',
  hi: 'hai hain nahi nahin bahut acha accha kya mein ka ki ke ko se aur yeh tha thi bhi kar bilkul',
};

const setsOf = (
  words: Readonly<Record<string, string>>,
): readonly (readonly [string, ReadonlySet<string>])[] =>
  Object.entries(words).map(([code, list]) => [code, new Set(list.split(' '))]);

const lookAlikeSets = lookAlikes.map(setsOf);
const strangerSets = setsOf(strangers);
/** A language that the n-grams do not know must show in this share of the words, and in this many different ones. */
const leastStrangerShare = 0.2;
const leastStrangerWords = 3;

function countIn(words: readonly string[], telling: ReadonlySet<string>): number {
  return words.filter((word) => telling.has(word)).length;
}

/** How many of the words are plainly English, and how many different ones. */
export function countEnglish(words: readonly string[]): { count: number; different: number } {
  const found = words.filter((word) => englishWords.has(word));
  return { count: found.length, different: new Set(found).size };
}

/** The language among those that look like `code` whose own words the text uses most; `code` when in doubt. */
export function settleLookAlikes(code: string, words: readonly string[]): string {
  let best = { code, count: 0 };
  for (const group of lookAlikeSets) {
    if (!group.some(([member]) => member === code)) continue;
    const ownCount = countIn(words, new Map(group).get(code) ?? new Set());
    for (const [member, telling] of group) {
      const count = countIn(words, telling);
      if (count > ownCount && count > best.count) best = { code: member, count };
    }
  }
  return best.code;
}

/** A language that the n-grams do not know, if the words are plainly its own; each of them halves the doubt. */
export function recogniseStranger(words: readonly string[]): { code: string; confidence: number } | null {
  for (const [code, telling] of strangerSets) {
    const found = words.filter((word) => telling.has(word));
    const isPlain = found.length >= leastStrangerShare * words.length;
    const different = new Set(found).size;
    if (isPlain && different >= leastStrangerWords) return { code, confidence: 1 - 0.5 ** different };
  }
  return null;
}
