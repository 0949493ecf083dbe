/** The button that lets a person pick a file of rows. */
import { useRef } from 'react';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';

interface PickButtonProps {
  label: string;
  kind?: 'outlined' | 'text';
  onPick: (file: File) => void;
}

/** By the ends of names: systems disagree about the types of these files. */
const accepted = '.csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.xlsx,text/csv,text/plain,application/json';

export function PickButton({ label, kind = 'outlined', onPick }: PickButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind={kind} onClick={() => input.current?.click()}>
        {label}
      </Button>
      {/* Never shown: the button presses it. */}
      <input
        ref={input}
        type="file"
        hidden
        accept={accepted}
        aria-label={filesWords.pick}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // So that the same can be picked again.
          currentTarget.value = '';
          if (file !== undefined) onPick(file);
        }}
      />
    </>
  );
}
