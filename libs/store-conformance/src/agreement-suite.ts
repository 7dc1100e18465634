import { checkAgreement } from './agreement.ts';
import type { OpenStores } from './stores.ts';

/** Histories that are lived through at each commit; the harness has more. */
const HISTORIES = 20;

/** What holds between lists of events, previews and resends. */
export function agreementSuite(open: OpenStores): void {
  describe('set of deliveries', () => {
    it('is the same listed, previewed, counted and sent, for any history', async function () {
      this.timeout(60_000);
      await using stores = await open();
      await checkAgreement(stores, { histories: HISTORIES, limitMs: 30_000 });
    });
  });
}
