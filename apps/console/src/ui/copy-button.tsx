import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { asApiError } from '../api/api-error.ts';
import { t } from '../i18n/locale.ts';
import { announce, announceProblem } from './announcement.tsx';
import { Button } from './button.tsx';
import { copyText } from './copy.ts';
import { refusalText } from './error-notice.tsx';

/** Copies what it is asked for, and says whether that worked. */
export function CopyButton(props: {
  readonly children: string;
  readonly text: () => string | Promise<string>;
}): JSX.Element {
  const { copy: texts } = t();
  const [isBusy, setBusy] = useState(false);
  const copy = async (): Promise<void> => {
    setBusy(true);
    try {
      if (await copyText(await props.text())) announce(texts.copied);
      else announceProblem(texts.refused);
    } catch (error) {
      announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button kind="quiet" icon="copy" isBusy={isBusy} onClick={() => void copy()}>
      {props.children}
    </Button>
  );
}
