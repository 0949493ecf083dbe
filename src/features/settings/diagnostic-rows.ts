/** What is known of the reader on this device, in plain words. It never sees a text, so that none can be in it. */
import type { EngineInfo } from '#core/contracts/analysis';
import { errorFromData } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import type { BackendFindings } from '../../engine/backend-memory.ts';
import type { Capability } from '../../engine/capability.ts';
import { threadsFor } from '../../engine/capability.ts';
import type { RouterStatus, Rung } from '../../engine/router.ts';
import { diagnosticsWords } from '../../i18n/diagnostics.ts';
import type { StorageRoom } from '../../storage/storage-room.ts';

export interface DiagnosticFacts {
  state: EngineState;
  status: RouterStatus;
  /** Null where the backends were not compared yet. */
  findings: Pick<BackendFindings, 'fastest' | 'tried'> | null;
  capability: Capability;
  /** Null where there is none that helps. */
  gpu: string | null;
  /** Null where the browser does not say. */
  room: StorageRoom | null;
  userAgent: string;
}

export interface DiagnosticRow {
  term: string;
  lines: string[];
}

type Ready = Extract<EngineState, { kind: 'ready' }>;

export function diagnosticRows(facts: DiagnosticFacts): DiagnosticRow[] {
  const { state, capability, userAgent } = facts;
  const { terms } = diagnosticsWords;
  const ready = state.kind === 'ready' ? state : null;
  return [
    { term: terms.state, lines: [stateLine(state)] },
    { term: terms.version, lines: [versionLine(facts, ready)] },
    { term: terms.readingOn, lines: [placeOf(ready?.engine)] },
    { term: terms.why, lines: whyLines(facts, ready?.engine) },
    { term: terms.speeds, lines: speedLines(facts) },
    { term: terms.knownAnswers, lines: [knownAnswersLine(ready)] },
    { term: terms.threads, lines: [threadsLine(facts, ready?.engine)] },
    { term: terms.storage, lines: storageLines(facts, ready) },
    { term: terms.errors, lines: errorLines(facts) },
    { term: terms.browser, lines: [diagnosticsWords.browser(capability.cores, userAgent)] },
  ];
}

/** How many ways there are to read on this device. */
export function countWays(capability: Capability, gpu: string | null): number {
  if (!capability.webAssembly) return 0;
  return 1 + (threadsFor(capability) > 1 ? 1 : 0) + (gpu === null ? 0 : 1);
}

function stateLine(state: EngineState): string {
  if (state.kind !== 'failed') return diagnosticsWords.states[state.kind];
  return `${diagnosticsWords.states.failed}: ${diagnosticsWords.failedWith(state.error.message, state.error.code)}`;
}

function versionLine({ status }: DiagnosticFacts, ready: Ready | null): string {
  const model = ready?.facts?.model;
  if (model === undefined) return diagnosticsWords.versionUnknown;
  // What the person calls their model is theirs to tell: the report goes to others.
  const name = status.rung === 'own' ? diagnosticsWords.ways.own : model.name;
  return diagnosticsWords.version(name, model.version);
}

function placeOf(engine: EngineInfo | undefined): string {
  if (engine === undefined) return diagnosticsWords.readingOnNothing;
  if (engine.where === 'server') return diagnosticsWords.ways.server;
  if (engine.backend === 'webgpu') return diagnosticsWords.ways.webgpu;
  return diagnosticsWords.processorThreads(engine.threads);
}

function whyLines(facts: DiagnosticFacts, engine: EngineInfo | undefined): string[] {
  const { findings, gpu } = facts;
  if (engine?.where === 'server') return [diagnosticsWords.whyServer];
  if (facts.status.rung === 'own') return [diagnosticsWords.whyOwn];
  const tried = Object.entries(findings?.tried ?? {});
  const ruledOut = tried.flatMap(([way, found]) =>
    typeof found === 'string' ? [failedLine(way, found)] : [],
  );
  const aboutGpu = gpu === null ? diagnosticsWords.noGpu : diagnosticsWords.gpu(gpu);
  return [...(engine === undefined ? [] : [reasonFor(facts)]), ...ruledOut, aboutGpu];
}

function failedLine(way: string, code: string): string {
  const say = code === 'engine-wrong' ? diagnosticsWords.ruledOut : diagnosticsWords.didNotWork;
  return say(wayOf(way), messageOf(code), code);
}

function reasonFor({ status, findings, capability, gpu }: DiagnosticFacts): string {
  if (findings === null || status.rung === null)
    return countWays(capability, gpu) === 1 ? diagnosticsWords.whyOnly : diagnosticsWords.whyFirst;
  const fastest = findings.fastest.single;
  if (fastest !== status.rung) {
    const hasFailed = status.setbacks.some(({ rung }) => rung === fastest);
    return (hasFailed ? diagnosticsWords.whyFailed : diagnosticsWords.whyNext)(wayOf(fastest));
  }
  const tried = Object.values(findings.tried);
  const timed = tried.filter((found) => typeof found !== 'string').length;
  // The one in use is timed only beside another that works.
  if (timed > 1) return diagnosticsWords.whyFastest(timed);
  return diagnosticsWords.whyOnlyRight(tried.length + (status.rung in findings.tried ? 0 : 1));
}

function speedLines({ findings, capability, gpu }: DiagnosticFacts): string[] {
  const lines = Object.keys(diagnosticsWords.ways).flatMap((way) => {
    const found = findings?.tried[way];
    return found === undefined || typeof found === 'string'
      ? []
      : [diagnosticsWords.speed(wayOf(way), found.singleMs, found.bulkMs)];
  });
  if (lines.length > 0) return lines;
  const isAlone = countWays(capability, gpu) <= 1;
  return [isAlone ? diagnosticsWords.nothingToCompare : diagnosticsWords.notCompared];
}

function knownAnswersLine(ready: Ready | null): string {
  if (ready?.engine.where === 'server') return diagnosticsWords.serverChecks;
  if (ready?.facts === undefined) return diagnosticsWords.notChecked;
  const { checked, known } = ready.facts.knownAnswers;
  if (known === 0) return diagnosticsWords.noneKnown;
  return checked === known
    ? diagnosticsWords.allChecked(known)
    : diagnosticsWords.someChecked(checked, known);
}

function threadsLine({ capability }: DiagnosticFacts, engine: EngineInfo | undefined): string {
  if (engine === undefined) return diagnosticsWords.noThreads;
  if (engine.where === 'server') return diagnosticsWords.serverThreads;
  if (engine.backend === 'webgpu') return diagnosticsWords.oneGraphics;
  if (engine.threads > 1) return diagnosticsWords.threadCount(engine.threads);
  if (!capability.sharedMemory) return diagnosticsWords.oneNotIsolated;
  return threadsFor(capability) === 1
    ? diagnosticsWords.oneCores(capability.cores)
    : diagnosticsWords.oneSlower;
}

function storageLines({ room, capability }: DiagnosticFacts, ready: Ready | null): string[] {
  const lines: string[] = [];
  if (!capability.privateFiles) lines.push(diagnosticsWords.noFiles);
  else if (ready?.facts?.isKept === false && ready.facts.wasErased !== true)
    lines.push(diagnosticsWords.memoryOnly);
  if (room === null) return [...lines, diagnosticsWords.storageUnknown];
  lines.push(diagnosticsWords.storage(room.usedBytes, room.quotaBytes));
  lines.push(room.isPersistent ? diagnosticsWords.persistent : diagnosticsWords.notPersistent);
  return lines;
}

function errorLines({ status }: DiagnosticFacts): string[] {
  if (status.setbacks.length === 0) return [diagnosticsWords.noErrors];
  return status.setbacks.map(({ rung, code, timeMs }) =>
    diagnosticsWords.error(timeMs, wayOf(rung), messageOf(code), code),
  );
}

function wayOf(rung: string): string {
  const named: Record<string, string> = diagnosticsWords.ways satisfies Record<Rung['name'], string>;
  return named[rung] ?? rung;
}

/** The sentence of the catalogue; a code that is not in it comes from another build, and means what it may. */
function messageOf(code: string): string {
  return errorFromData({ code, message: '', remedy: '', details: {} }).message;
}
