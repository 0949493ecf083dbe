/** One inference process as an object: started on construction, told and heard in typed messages, ended by `kill`. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageFromChild } from '../../ort/child-messages.ts';
import type { MessageFromChild, MessageToChild } from '../../ort/child-messages.ts';

const program = fileURLToPath(new URL('../../ort/child.ts', import.meta.url));
/** The loader that lets this Node version run TypeScript; named by place, so that the working directory is of no matter. */
const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface InferenceProcessListeners {
  onMessage(message: MessageFromChild): void;
  /** Called once, however the process ended. */
  onEnd(): void;
}

export class InferenceProcess {
  readonly #child: ChildProcess;

  constructor(modelsDir: string, modelId: string | undefined, listeners: InferenceProcessListeners) {
    this.#child = fork(program, modelId === undefined ? [modelsDir] : [modelsDir, modelId], {
      serialization: 'advanced',
      execArgv: ['--import', typescriptLoader],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (data: unknown) => listeners.onMessage(messageFromChild.parse(data)));
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      listeners.onEnd();
    };
    this.#child.on('exit', end);
    // Emitted instead of `exit` when the process could not be started, and when a message could not be handed over.
    this.#child.on('error', () => {
      this.kill();
      if (this.#child.pid === undefined) end();
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** A message to a process that has just died is lost; its end is told all the same. */
  send(message: MessageToChild): void {
    if (this.#child.connected) this.#child.send(message);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
