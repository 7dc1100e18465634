import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { asApiError } from '../api/api-error.ts';
import { download } from '../api/events-api.ts';
import { t } from '../i18n/locale.ts';
import { announceProblem } from './announcement.tsx';
import { Button } from './button.tsx';
import { refusalText } from './error-notice.tsx';

const types = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

export interface ExportButtonProps {
  /** The list, below the API, with its filters and without a limit. */
  readonly path: string;
  readonly form: keyof typeof types;
  /** Without its ending. */
  readonly fileName: string;
}

/** A whole list as a file. The token goes in a header, so that no link could fetch it. */
export function ExportButton({ path, form, fileName }: ExportButtonProps): JSX.Element {
  const { copy: texts } = t();
  const [isBusy, setBusy] = useState(false);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const fetchFile = async (): Promise<void> => {
    setBusy(true);
    try {
      save(await download(path, types[form], leaving.current.signal), `${fileName}.${form}`);
    } catch (error) {
      if (!leaving.current.signal.aborted) announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon="download" isBusy={isBusy} onClick={() => void fetchFile()}>
      {isBusy ? texts.exporting : texts.exportAs[form]}
    </Button>
  );
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
