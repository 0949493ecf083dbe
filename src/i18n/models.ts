/** The words of Models. */
import { formatCount, formatList, formatPercent, formatPlural } from './formats.ts';
import type { Messages } from './messages.ts';

export const modelsWords = {
  title: (languages: readonly string[]) => `Reads ${formatList(languages)}`,
  intro: (name: string, version: string, size: string) => `${name} ${version} · takes ${size} on this device`,
  loading: 'Looking up the model.',
  accuracyTitle: 'How often it agrees with people’s labels',
  accuracyNote:
    'Measured on public test texts it was not trained on, weakest first. The likeliest tone is counted whatever is shown; what is shown with one tone is right more often.',
  kind: 'Kind of text',
  agrees: 'Likeliest tone right',
  rightWhenToned: 'Right when it says one tone',
  unsureOrMixed: 'Says unsure or mixed',
  texts: 'Texts',
  total: 'All together',
  notForTitle: 'Not for',
  notFor:
    'Sarcasm, other languages, decisions about a person. It reads the tone of a text, not what is said of one of several people or things in it, and not what is true or who is right.',
  surenessTitle: 'When it answers',
  sureness: (answer: number, review: number) =>
    `Below ${formatPercent(answer)} it says unsure. Below ${formatPercent(review)} the answer is worth a second look.`,
  newerToGet: (version: string) => `${version} is there to get`,
  newerHere: (version: string) => `${version} is here for the next start`,
  versionsTitle: 'Versions on this device',
  versionsNote:
    'A newer version takes over at the next start, once it has given its known answers. The one before it stays until the new one has started well in three visits.',
  versionNewer: (size: string) => `Newer · ${size} to get`,
  versionGetting: 'Getting it, beside the one in use',
  versionHere: 'Here; takes over at the next start, once it has given its known answers',
  versionInUse: (size: string) => `In use · takes ${size}`,
  versionInMemory: 'In use, in memory for this visit: there is no room to keep it',
  versionErased: 'In use for this visit; erased here, and fetched again at the next one',
  versionNext: 'In use from the next start',
  versionUntilNext: 'In use until the next start',
  versionBefore: 'Kept, so that you can go back',
  versionPutOff: (size: string) => `You went back from it, or it did not start · ${size} to get`,
  versionRefused: 'Not used here: it failed its known answers',
  versionNotHere: (size: string) => `Not on this device yet · ${size} to get`,
  versionGet: 'Get it',
  versionGetAgain: 'Get it again',
  versionStop: 'Stop',
  versionStart: 'Start it now',
  versionStarting: 'Starting',
  versionBack: (version: string) => `Go back to ${version}`,
  versionAgain: (version: string) => `Use ${version} again`,
  versionBusy: 'Something is being read just now. It takes over at the next start.',
  versionsUnknown: 'Looking up the versions.',
  changesTitle: 'Before the update',
  changesComparing: (done: number, total: number) =>
    `Comparing ${formatCount(done)} of ${formatCount(total)}`,
  changesNote: 'Both versions read the texts you corrected, here on this device. Nothing is changed by it.',
  changesStop: 'Stop',
  changesStart: 'Compare',
  changesAgain: 'Compare again',
  changesStopped: 'Stopped.',
  changesWrong: 'It gives other answers than it should on this device, and will not be used.',
  changesFound: (changed: number, total: number) => {
    if (total === 1) return `Your one corrected text would ${changed === 1 ? 'change' : 'stay as it is'}.`;
    return `${changed === 0 ? 'None' : formatCount(changed)} of your ${formatCount(total)} corrected texts would change.`;
  },
  changesName: 'Texts that would change',
  changesAll: (count: number) => `Show all ${formatCount(count)}`,
  change: (before: string, after: string) => `${before} → ${after}`,
  youCall: (label: string) => `You call it ${label}.`,
  details: 'Details',
  id: 'Model',
  license: 'Licence',
  base: 'Made from',
  trainedOn: 'Trained on',
  trainedOnTexts: (texts: number, sources: number) =>
    `${formatPlural(texts, 'text', 'texts')} of ${formatPlural(sources, 'source', 'sources')}`,
  training: (steps: number, seed: number, commit: string) =>
    `${formatPlural(steps, 'step', 'steps')}, seed ${formatCount(seed).replaceAll(',', '')}, commit ${commit}`,
  trainingRun: 'Training run',
  files: 'Files',
  sha256: 'SHA-256',
  sources: 'Training texts',
  kinds: {
    sst2: 'Film review sentences, two classes',
    sst5: 'Film review sentences',
    tweeteval: 'Tweets, 2013 to 2016',
    tweet_extraction: 'Tweets, everyday',
    goemotions: 'Forum comments',
    imdb: 'Film reviews, whole',
    imdb_counterfactual: 'Film reviews, rewritten to the opposite',
    clothing: 'Clothes shop reviews',
    restaurant: 'Restaurant reviews',
    amazon_multidomain: 'Product reviews, whole',
    vader_amazon: 'Product review sentences',
    vader_nyt: 'Newspaper editorials',
    newsmtsc: 'Political news',
    stackoverflow: 'Programmers’ questions and answers',
    golden: 'Our own test sentences',
    sst: 'Film review sentences and parts of them',
    product_sentences: 'Product review sentences, by what they are about',
    trec_questions: 'Questions about facts',
    alexa: 'Reviews of a loudspeaker',
    own_contrast: 'Our own texts that say two things',
    own_long: 'Our own longer texts',
    own_people: 'Our own texts about people',
    own_plain: 'Our own plain texts',
    own_toned: 'Our own texts with a tone',
  },
} as const satisfies Messages;

/** What a set of texts holds, in words; a set without words of its own keeps its name. */
export function kindOfText(set: string): string {
  const named: Record<string, string> = modelsWords.kinds;
  return named[set] ?? set;
}
