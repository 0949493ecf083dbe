/** The figures at a port, as Prometheus reads them. */
import { ask } from './ask.ts';

/** Values by series. */
export async function scrape(port: number): Promise<Map<string, number>> {
  const { body } = await ask(port, '/metrics');
  const series = body
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, number] => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    });
  return new Map(series);
}
