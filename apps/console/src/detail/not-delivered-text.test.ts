import { expect } from 'chai';

import { language } from '../i18n/locale.ts';
import { notDeliveredText, sampleFailedText } from './not-delivered-text.ts';

const none = { total: 3, failed: 0, skipped: 0, cancelled: 0 } as const;

describe('what did not succeed', () => {
  afterEach(() => {
    language.value = 'en';
  });

  it('is said by its parts', () => {
    expect(notDeliveredText({ ...none, failed: 2, skipped: 1 })).to.equal(
      '2 of 3 deliveries did not succeed: 1 failed, 1 not sent.',
    );
    expect(notDeliveredText({ ...none, failed: 3, cancelled: 3 })).to.equal(
      'Cancelled. 3 of 3 deliveries did not succeed: 3 cancelled.',
    );
    language.value = 'pt-BR';
    expect(notDeliveredText({ ...none, failed: 2, skipped: 1 })).to.equal(
      '2 de 3 entregas não tiveram sucesso: 1 com falha, 1 não enviadas.',
    );
  });

  it('is nothing sent where there is no delivery', () => {
    expect(notDeliveredText({ ...none, total: 0 })).to.match(/^Nothing was sent/);
  });

  it('is what the first ones came to, where they paused a resend', () => {
    const kind = { event_type: 'A', endpoint_id: 'ep', last_failure: null, deliveries: 9 } as const;
    const failures = [{ error_class: 'http_status', http_status: 500, count: 1 }] as const;
    const sample = {
      ...({ state: 'FAILED', size: 20, sent: 3, delivered: 2 } as const),
      ...{ not_tried: [], kinds_not_tried: 0 },
      tried: [{ ...kind, sent: 3, delivered: 2, failures }],
    };
    expect(sampleFailedText({ sample })).to.equal('Of the first 20, 1 failed.');
    expect(sampleFailedText({ sample: { ...sample, state: 'PASSED' } })).to.equal(null);
    expect(sampleFailedText({ sample: null })).to.equal(null);
  });
});
