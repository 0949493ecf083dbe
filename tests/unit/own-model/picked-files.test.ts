import { expect, it } from 'vitest';
import { folderOf } from '../../../src/features/models/picked-files.ts';

const found = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], 'any') }));

it('files of one folder are named after it', () => {
  expect(folderOf(found('hotel/config.json', 'hotel/onnx/model.onnx'))?.name).toBe('hotel');
});

it('files without a folder are not named after one of them', () => {
  expect(folderOf(found('config.json', 'model.onnx'))?.name).toBe('Unnamed model');
  expect(folderOf(found('onnx/model.onnx', 'config.json'))?.name).toBe('Unnamed model');
  expect(folderOf([])).toBeNull();
});
