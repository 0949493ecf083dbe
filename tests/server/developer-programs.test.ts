import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

describe.each([
  ['../tests/server/load/soak.ts', '--minutes'],
  ['../tests/bench/server.ts', '--job-rows'],
  ['../models/training/evaluate.ts', '--against'],
])('%s', (program, option) => {
  it('tells how it is used to whoever asks', async () => {
    const asked = runProgram(program, ['--help']);
    expect(await asked.ended).toBe(0);
    expect(asked.written.stdout).toMatch(/^Usage:/);
    expect(asked.written.stdout).toContain(option);
    expect(asked.written.stderr).toBe('');
  });

  it('tells it, and no place in its code, to whoever writes an option that there is not', async () => {
    const wrong = runProgram(program, ['--forever']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.written.stderr).toContain('Usage:');
    expect(wrong.written.stderr).not.toContain('    at ');
  });
});
