/** The words of the diagnostics: how the reader does on this device, for a person and for whoever helps them. */
import { formatBytes, formatCount, formatDuration, formatPlural } from './formats.ts';
import type { Messages } from './messages.ts';

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export const diagnosticsWords = {
  title: 'Diagnostics',
  intro: 'How the reader does on this device. No word of any text is in it.',
  copy: 'Copy report',
  copied: 'Copied.',
  copyByHand: 'The browser did not let it be copied. Here it is, to copy by hand:',
  reportName: 'Report',
  reportTitle: (timeMs: number) => `Undertone, diagnostics of ${times.format(timeMs)}`,
  compare: 'Compare again',
  comparing: 'Comparing',
  stopComparing: 'Stop',
  compared: 'Compared.',
  compareNote: 'Reads sentences of its own with each way in turn, for some seconds.',

  terms: {
    state: 'State',
    version: 'Version',
    readingOn: 'Reading on',
    why: 'Why',
    speeds: 'Speed',
    knownAnswers: 'Known answers',
    threads: 'Threads',
    storage: 'Storage',
    errors: 'Last errors',
    browser: 'Browser',
  },

  states: {
    idle: 'Not started',
    downloading: 'Being fetched',
    verifying: 'Checking its files',
    warming: 'Getting ready',
    proving: 'Giving its known answers',
    ready: 'Ready',
    resting: 'Resting; the next text wakes it',
    failed: 'Failed',
  },
  failedWith: (message: string, code: string) => `${message} (${code})`,

  version: (name: string, version: string) => `${name} ${version}`,
  versionUnknown: 'Known once the reader is ready',

  ways: {
    webgpu: 'graphics processor',
    threads: 'processor, several threads',
    single: 'processor, one thread',
    server: 'server',
    own: 'your own model',
  },
  processorThreads: (threads: number) => `processor, ${formatPlural(threads, 'thread', 'threads')}`,
  readingOnNothing: 'Nothing yet',

  whyOwn: 'You chose to read with a model of your own; it has one way to run.',
  whyServer: 'You agreed to use the server, since this device could not read by itself.',
  whyOnly: 'It is the only way to read on this device.',
  whyFirst: 'It is the first that gave the known answers; they are compared while nobody reads.',
  whyFastest: (count: number) =>
    count === 2
      ? 'It is the faster of the two that were compared.'
      : `It is the fastest of the ${formatCount(count)} that were compared.`,
  whyOnlyRight: (count: number) =>
    `It is the only one of the ${formatCount(count)} that were compared that worked.`,
  whyNext: (way: string) =>
    `The ${way} was faster when they were compared, and comes first at the next start.`,
  whyFailed: (way: string) => `The ${way} was faster when they were compared, but failed since.`,
  didNotWork: (way: string, message: string, code: string) =>
    `The ${way} did not work when it was tried: ${message} (${code})`,
  ruledOut: (way: string, message: string, code: string) => `The ${way} was ruled out: ${message} (${code})`,
  noGpu: 'This browser offers no graphics processor that would help.',
  gpu: (name: string) => `Graphics processor: ${name}.`,

  speed: (way: string, singleMs: number, bulkMs: number) =>
    `The ${way}: ${formatDuration(singleMs)} for a sentence, ${formatDuration(bulkMs)} for a long text`,
  notCompared: 'Not compared yet',
  nothingToCompare: 'Not measured: there is one way to read here.',

  noneKnown: 'It has none',
  allChecked: (known: number) => `All ${formatCount(known)} asked for at this start, and all were right`,
  someChecked: (checked: number, known: number) =>
    `${formatCount(checked)} of ${formatCount(known)} asked for at this start, and right; all ${formatCount(known)} were right at the last full check in this browser`,
  notChecked: 'They are asked for at every start.',
  serverChecks: 'The server asks for them itself.',

  threadCount: (threads: number) => formatCount(threads),
  noThreads: 'None just now',
  oneNotIsolated:
    'One: this site is not isolated from others in this browser, so threads have no memory to share.',
  oneCores: (cores: number) =>
    `One: on ${formatPlural(cores, 'processor', 'processors')} a second one would cost more than it brings.`,
  oneSlower: 'One: several were not faster here, or did not work.',
  oneGraphics: 'One, which feeds the graphics processor.',
  serverThreads: 'Those of the server',

  storage: (usedBytes: number, quotaBytes: number) =>
    `${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)} that this browser allows`,
  storageUnknown: 'The browser does not say how much there is.',
  persistent: 'Kept until you erase it',
  notPersistent: 'The browser may clear it when it runs short of room; the reader is then fetched again.',
  memoryOnly: 'The reader is in memory for this visit: there was no place or no room to keep it.',
  noFiles: 'This browser gives the page no place for files.',

  noErrors: 'None since this page was opened',
  error: (timeMs: number, way: string, message: string, code: string) =>
    `${times.format(timeMs)} · ${way} · ${message} (${code})`,

  browser: (cores: number, agent: string) => `${formatPlural(cores, 'processor', 'processors')} · ${agent}`,
} as const satisfies Messages;
