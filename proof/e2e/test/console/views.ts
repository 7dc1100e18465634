import { endpointRecord } from '../support/records.ts';
import type { ConsoleFixture } from './fixture.ts';
import { fail } from './shop.ts';
import type { Visitor } from './visitor.ts';

/** Something that a person can have in front of them. */
export interface View {
  readonly name: string;
  readonly hash: string;
  /** What is done there before it is looked at, in any language. */
  readonly open?: (visitor: Visitor) => Promise<void>;
}

const range = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '778899',
  start_datetime: '2026-05-02T00:00:00Z',
  end_datetime: '2026-05-03T00:00:00Z',
} as const;

const formOfRange =
  '#/new?mode=range&branch=0001&number=778899&state=ALL' +
  '&from=2026-05-02T00:00:00Z&to=2026-05-03T00:00:00Z&look=1';

/** Makes what the views show: resends in every state, a disabled and a test endpoint. Answers them. */
export async function prepareViews({ system, shop }: ConsoleFixture): Promise<readonly View[]> {
  const { api } = system;
  const endpoint = { account_id: 31, type_webhook: 'CASHIN' } as const;
  await system.importSample([
    endpointRecord({ ...endpoint, id: 'shop_test', url: `${shop.store.url}/test`, test: true }),
    endpointRecord({ ...endpoint, id: 'shop_removed', url: `${shop.store.url}/old` }),
    endpointRecord({ ...endpoint, id: 'shop_disabled', url: `${shop.store.url}/off` }),
  ]);
  shop.erp.handle(fail);
  const settled = async (body: object): Promise<number> => {
    const id = await api.accept(body);
    await api.settled(id, 20_000);
    return id;
  };
  const toOld = await settled({ ...range, endpoint_ids: ['shop_removed'] });
  await api.request('/v3/webhooks/endpoints/shop_removed', { method: 'DELETE' });
  await api.request('/v3/webhooks/endpoints/shop_disabled', {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: '{"enabled":false}',
  });
  const both = { endpoint_ids: ['shop_erp', 'shop_store'] } as const;
  const failed = await settled({ ...range, ...both, name: 'Maintenance', reason: 'ERP was down' });
  const notSent = await settled({ ...range, endpoint_ids: ['shop_disabled'] });
  const well = await settled({ resend_type: 'CASHIN', event_ids: ['evt_shop_3'], ...both });
  const sampled = await api.accept({ ...range, ...both, first: 4 });
  const later = await api.accept({
    ...{ ...range, ...both },
    not_before: new Date(Date.now() + 86_400_000).toISOString(),
  });
  return [
    { name: 'resends', hash: '#/resends' },
    { name: 'resends-none', hash: '#/resends?object_reference_id=987654321' },
    { name: 'resend-failed', hash: `#/resends/${failed}`, open: openDelivery },
    { name: 'resend-well', hash: `#/resends/${well}` },
    { name: 'resend-not-sent', hash: `#/resends/${notSent}` },
    { name: 'resend-removed', hash: `#/resends/${toOld}` },
    { name: 'resend-sampled', hash: `#/resends/${sampled}` },
    { name: 'resend-later', hash: `#/resends/${later}`, open: askToCancel },
    { name: 'resend-unknown', hash: '#/resends/999999' },
    { name: 'new', hash: '#/new' },
    { name: 'new-list', hash: '#/new?mode=list' },
    { name: 'new-preview', hash: formOfRange, open: waitForPreview },
    { name: 'endpoints', hash: '#/endpoints' },
    { name: 'endpoint-failing', hash: '#/endpoints/shop_erp', open: waitForChart },
    { name: 'endpoint-disabled', hash: '#/endpoints/shop_disabled' },
    { name: 'endpoint-new', hash: '#/endpoints', open: askForEndpoint },
    { name: 'events', hash: '#/events' },
    { name: 'events-selected', hash: '#/events', open: selectEvents },
    { name: 'event', hash: '#/events/evt_shop_7' },
    { name: 'unknown', hash: '#/nowhere' },
  ];
}

async function openDelivery({ page }: Visitor): Promise<void> {
  await page.locator('.rows-deliveries .expander').first().click();
  await page.locator('.attempts').first().waitFor();
  await page.locator('.row-more summary').click();
  await page.locator('.row-more .request').waitFor();
}

async function askToCancel({ page }: Visitor): Promise<void> {
  await page.locator('.page-head .button, .page-actions .button').last().click();
  await page.locator('dialog').waitFor();
}

async function waitForPreview({ page }: Visitor): Promise<void> {
  await page.locator('.preview').waitFor();
}

async function waitForChart({ page }: Visitor): Promise<void> {
  await page.locator('.chart canvas').first().waitFor();
}

async function askForEndpoint({ page }: Visitor): Promise<void> {
  await page.locator('.page-head .button, .page-actions .button').last().click();
  await page.locator('form.form').waitFor();
}

async function selectEvents({ page }: Visitor): Promise<void> {
  await page.locator('thead .row-check, tbody .row-check').last().click();
  await page.locator('.bar-selection').waitFor();
}
