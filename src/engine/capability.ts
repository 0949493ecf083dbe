/** What this browser and device allow; asked, never guessed from names and versions. */
export interface Capability {
  webAssembly: boolean;
  /** Memory that threads can share: isolation alone does not bring it everywhere. */
  sharedMemory: boolean;
  /** Logical processors; 1 when the browser does not say. */
  cores: number;
  /** A private file system to keep the model in. */
  privateFiles: boolean;
  /** The person asked for little data to be used. */
  savesData: boolean;
  /** A phone-like device: the finger is its pointer and the screen is small. */
  phone: boolean;
}

/** Looks at the browser; cheap, asks nothing of the network or of the person. */
export function detectCapability(): Capability {
  return {
    webAssembly: typeof WebAssembly === 'object',
    sharedMemory: typeof SharedArrayBuffer === 'function' && crossOriginIsolated,
    cores: Math.max(1, navigator.hardwareConcurrency || 1),
    privateFiles: 'storage' in navigator && 'getDirectory' in navigator.storage,
    savesData: savesData(navigator),
    phone: matchMedia('(pointer: coarse)').matches && Math.min(screen.width, screen.height) < 600,
  };
}

/**
 * Threads worth asking for. One processor is left to the page, and below four of them a second thread costs more
 * in waiting than it brings; beyond four a model of this size gains nothing.
 */
export function threadsFor({ sharedMemory, cores }: Pick<Capability, 'sharedMemory' | 'cores'>): number {
  return sharedMemory && cores >= 4 ? Math.min(cores - 1, 4) : 1;
}

/**
 * Engines worth having beside each other for the rows of a file, each in a worker with one thread: as many as there are
 * processors (docs/decisions/0032 has the measurement); beyond four the memory is dearer than the time. A phone has no
 * memory for two, and would grow hot.
 */
export function lanesFor({ cores, phone }: Pick<Capability, 'cores' | 'phone'>): number {
  return phone ? 1 : Math.min(Math.max(1, cores), 4);
}

/** `navigator.connection` is not in the standard's types, and not in every browser. */
function savesData(about: object): boolean {
  if (!('connection' in about)) return false;
  const { connection } = about;
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'saveData' in connection &&
    connection.saveData === true
  );
}
