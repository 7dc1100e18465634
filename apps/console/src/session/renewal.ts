import { now } from '../ui/now.ts';
import { endInCookie, session } from './session.ts';

const RETRY_MS = 10_000;

/** Renews the session in time, and ends it when that is refused, or does not work until it is over. */
export function followRenewal(renew: () => Promise<boolean>): () => void {
  let nextTryMs = 0;
  return now.subscribe((nowMs) => {
    const renewAtMs = session.value?.renewAtMs ?? null;
    if (renewAtMs === null || nowMs < Math.max(renewAtMs, nextTryMs)) return;
    nextTryMs = nowMs + RETRY_MS;
    renew().then(
      (isOn) => {
        if (!isOn) endInCookie();
      },
      () => {
        if (Date.now() >= (session.value?.expiresAtMs ?? Infinity)) endInCookie();
      },
    );
  });
}
