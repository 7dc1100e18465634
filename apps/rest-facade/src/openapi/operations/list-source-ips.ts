import type { SourceIpsBody } from '../../v3/source-ips-body.ts';
import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { ENDPOINTS } from './shared.ts';

const answer: SourceIpsBody = { source_ips: ['203.0.113.0/28', '2001:db8:7::5'] };

export const listSourceIps: Operation = {
  method: 'get',
  path: '/v3/webhooks/source_ips',
  operationId: 'listSourceIps',
  tag: ENDPOINTS,
  summary: 'See where deliveries come from',
  description:
    'For receivers that let in nobody else. The operator keeps the list; deliveries may begin to ' +
    'come from an address some time after it is listed.',
  successes: { 200: { description: 'Addresses and blocks of them.', schema: 'SourceIps' } },
  examples: { all: { summary: 'All of them', status: 200, answer } },
  refusals: { unknown_parameter: UNKNOWN_PARAMETER },
};
