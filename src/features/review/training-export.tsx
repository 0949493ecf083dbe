/** Saves corrections as rows to train or score a model with. */
import { useState } from 'react';
import { reviewWords } from '../../i18n/review.ts';
import type { Correction } from '../../storage/corrections.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { trainingRows } from './training-rows.ts';

/** @param corrections those that are shown: what was found is what is saved */
export function TrainingExport({ corrections }: { corrections: readonly Correction[] }) {
  const [said, setSaid] = useState('');
  const mixed = corrections.filter(({ label }) => label === 'mixed').length;

  function save(): void {
    const blob = new Blob([trainingRows(corrections)], { type: 'application/jsonl' });
    saveFile(blob, reviewWords.exportFile);
    setSaid(reviewWords.exportSaved);
  }

  return (
    <section className="page-section" aria-labelledby="review-export-title">
      <h2 id="review-export-title" className="review-heading">
        {reviewWords.exportTitle}
      </h2>
      <p>{reviewWords.exportNote(corrections.length)}</p>
      {mixed > 0 && <p className="small">{reviewWords.exportMixed(mixed)}</p>}
      <p className="page-actions">
        <Button inactive={corrections.length === 0} onClick={save}>
          {reviewWords.exportButton(corrections.length)}
        </Button>
        {said !== '' && <span className="small">{said}</span>}
      </p>
      <LiveRegion message={said} />
    </section>
  );
}
