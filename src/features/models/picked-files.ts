/** What a person picked or dropped, as the files of one folder or as one zip file. */
import type { OwnModelPick } from '../../engine/own-model-intake.ts';
import { ownModelWords } from '../../i18n/own-model.ts';

interface FoundFile {
  path: string;
  file: File;
}

/** Null when nothing was picked. */
export function pickedFolder(files: FileList | null): OwnModelPick | null {
  const found = [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return folderOf(found);
}

/** Null when nothing was picked. */
export function pickedZip(files: FileList | null): OwnModelPick | null {
  const file = files?.[0];
  return file === undefined ? null : zipOf(file);
}

/** A zip file, a folder, or files that lay in one; null when nothing of it is a file. To be called while the drop is handled. */
export async function dropped(data: DataTransfer): Promise<OwnModelPick | null> {
  // Only now: the browser empties the list once the event is over.
  const [file] = data.files;
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [only] = entries;
  // What was dragged from elsewhere than a folder may have no entry.
  if (only === undefined) return file === undefined ? null : zipOf(file);
  if (entries.length === 1 && only instanceof FileSystemFileEntry) return zipOf(await fileOf(only));
  return folderOf((await Promise.all(entries.map(filesBelow))).flat());
}

/** Files as one folder, named after the one they all lie in; null when there are none. */
export function folderOf(files: readonly FoundFile[]): OwnModelPick | null {
  const [first] = files;
  if (first === undefined) return null;
  const [folder = ''] = first.path.split('/');
  const isFolder = files.every(({ path }) => path.startsWith(`${folder}/`));
  return { kind: 'folder', name: isFolder ? folder : ownModelWords.unnamed, files };
}

function zipOf(file: File): OwnModelPick {
  return { kind: 'zip', name: file.name.replace(/\.zip$/i, ''), file };
}

async function filesBelow(entry: FileSystemEntry): Promise<FoundFile[]> {
  if (entry instanceof FileSystemFileEntry)
    return [{ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) }];
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  return (await Promise.all((await entriesOf(entry)).map(filesBelow))).flat();
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** A folder tells its entries in portions, until one is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0) return found;
    found.push(...portion);
  }
}
