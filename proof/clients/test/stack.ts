import { type HttpReceiver, startHttpReceiver } from '@webhooks/testing';
import { startSystem, type System, userToken } from '@webhooks/proof-kit';

/** Beyond 2^31, as ids of a platform that grew are. */
const ACCOUNT = 3_000_000_017;
const OBJECT = 3_000_000_001;
const LASTING_OBJECT = 3_000_000_002;
const ENDPOINT = 'ep_failing';

const event = (id: number, number: number, type: string): object => ({
  event: {
    ...{ id: `evt_${id}_${number}`, account_id: ACCOUNT, object_reference_id: id, type },
    resend_type: 'RESEND_TYPE_CASHIN',
    occurred_at: '2026-05-02T10:00:00Z',
    payload: Buffer.from(`{"type":"${type}","data":{"id":${id}}}`).toString('base64'),
  },
});

/** The running system with what drivers ask for: an object that fails, and one that lasts. */
export interface Stack extends AsyncDisposable {
  readonly system: System;
  readonly baseUrl: string;
  /** What drivers get by environment variable. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it: one attempt each, of which one kind is refused at once and one hangs. */
export async function startStack(): Promise<Stack> {
  await using started = new AsyncDisposableStack();
  const settings = { RETRY_SCHEDULE: '0', ATTEMPT_TIMEOUT_MS: '60000' };
  const system = started.use(await startSystem(settings));
  const failing = started.use(
    await startHttpReceiver((_request, response) => void response.writeHead(500).end('oops')),
  );
  const silent = started.use(await startHttpReceiver(() => {}));
  await system.importSample(records(failing, silent));
  const baseUrl = `http://127.0.0.1:${system.settings['REST_PORT']}`;
  const parts = started.move();
  return {
    ...{ system, baseUrl },
    env: {
      BASE_URL: baseUrl,
      TOKEN: userToken(246),
      OBJECT_ID: String(OBJECT),
      LASTING_ID: String(LASTING_OBJECT),
      ENDPOINT_ID: ENDPOINT,
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

function records(failing: HttpReceiver, silent: HttpReceiver): object[] {
  const endpoint = (id: string, url: string, type: string): object => ({
    endpoint: { id, account_id: ACCOUNT, url, type_webhook: type },
  });
  return [
    { account: { id: ACCOUNT, branch_identifier: '0001', number: '300000', user_ids: [246] } },
    endpoint(ENDPOINT, failing.url, 'QR_CODE_COPY_AND_PASTE_PAID'),
    endpoint('ep_silent', silent.url, 'PIX_CASHIN_RECEIVED'),
    event(OBJECT, 1, 'QR_CODE_COPY_AND_PASTE_PAID'),
    event(LASTING_OBJECT, 1, 'PIX_CASHIN_RECEIVED'),
    event(LASTING_OBJECT, 2, 'PIX_CASHIN_RECEIVED'),
  ];
}
