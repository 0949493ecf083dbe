/** What is said of each version of the model, and what can be done with it. */
import type { Versions } from '../../engine/model-versions.ts';
import { formatBytes } from '../../i18n/formats.ts';
import { modelsWords } from '../../i18n/models.ts';
import { ownModelWords } from '../../i18n/own-model.ts';

export interface VersionRow {
  version: string;
  said: string;
  action: { kind: 'get' | 'go-back' | 'start'; label: string } | null;
}

export interface VersionFacts {
  versions: Versions;
  /** What the site has to offer. */
  published: { version: string; sizeBytes: number };
  /** What the engine reads with just now, and whether it was kept when it started; null while it is not ready. */
  running: { version: string; isKept: boolean } | null;
  /** A model of the person's own is read with in the place of all versions. */
  isOwnModelInUse: boolean;
}

const start = { kind: 'start', label: modelsWords.versionStart } as const;

/** The newest first. */
export function versionRows({ versions, published, running, isOwnModelInUse }: VersionFacts): VersionRow[] {
  const { current, other, newer } = versions;
  if (current === null) return [onlyRow(published, running)];
  const rows: VersionRow[] = [isOwnModelInUse ? waitingRow(current) : currentRow(current, running)];
  if (other !== null) {
    const isNewer = other.version === published.version;
    const label = isNewer ? modelsWords.versionAgain : modelsWords.versionBack;
    const isRunning = running?.version === other.version && running.version !== current.version;
    const row: VersionRow = {
      version: other.version,
      said: isRunning ? modelsWords.versionUntilNext : modelsWords.versionBefore,
      action: { kind: 'go-back', label: label(other.version) },
    };
    if (isNewer) rows.unshift(row);
    else rows.push(row);
  }
  if (newer !== null) rows.unshift(newerRow(newer, isOwnModelInUse));
  const isListed = rows.some(({ version }) => version === published.version);
  if (!isListed) {
    rows.unshift({ version: published.version, said: modelsWords.versionRefused, action: null });
  }
  return rows;
}

function currentRow(
  { version, sizeBytes }: { version: string; sizeBytes: number },
  running: VersionFacts['running'],
): VersionRow {
  if (running !== null && running.version !== version)
    return { version, said: modelsWords.versionNext, action: start };
  const isInMemory = running?.isKept === false;
  const said = isInMemory ? modelsWords.versionInMemory : modelsWords.versionInUse(formatBytes(sizeBytes));
  return { version, said, action: null };
}

function waitingRow({ version, sizeBytes }: { version: string; sizeBytes: number }): VersionRow {
  return { version, said: ownModelWords.versionWaits(formatBytes(sizeBytes)), action: null };
}

function newerRow(
  { version, sizeBytes, isHere, isPutOff }: NonNullable<Versions['newer']>,
  isOwnModelInUse: boolean,
): VersionRow {
  if (isPutOff) {
    return {
      version,
      said: modelsWords.versionPutOff(formatBytes(sizeBytes)),
      action: { kind: 'get', label: modelsWords.versionGetAgain },
    };
  }
  if (isHere) {
    // A start now would be one of the person's own model.
    return { version, said: modelsWords.versionHere, action: isOwnModelInUse ? null : start };
  }
  return {
    version,
    said: modelsWords.versionNewer(formatBytes(sizeBytes)),
    action: { kind: 'get', label: modelsWords.versionGet },
  };
}

/** Where nothing is kept, or what was is erased, there is one version: that of the site. */
function onlyRow(published: VersionFacts['published'], running: VersionFacts['running']): VersionRow {
  if (running === null) {
    const said = modelsWords.versionNotHere(formatBytes(published.sizeBytes));
    return { version: published.version, said, action: null };
  }
  const said = running.isKept ? modelsWords.versionErased : modelsWords.versionInMemory;
  return { version: running.version, said, action: null };
}
