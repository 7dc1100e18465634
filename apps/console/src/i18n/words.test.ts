import { expect } from 'chai';

import { en, type Messages } from './en.ts';
import { ptBr } from './pt-br.ts';

type Said = (messages: Messages) => string;

/** What people read, agreed on for console, command line and answers: what it is, English, Portuguese. */
const words: readonly (readonly [string, Said, string, string])[] = [
  [
    'an endpoint that fails',
    ({ names }) => names.breakers.OPEN.name,
    'Waiting: endpoint failing',
    'Em espera: endpoint com falhas',
  ],
  [
    'an endpoint that works',
    ({ names }) => names.breakers.CLOSED.name,
    'Sending normally',
    'Entregando normalmente',
  ],
  [
    'an endpoint that is tried',
    ({ names }) => names.breakers.HALF_OPEN.name,
    'Testing recovery',
    'Testando recuperação',
  ],
  [
    'the next try of it',
    ({ endpoints }) => endpoints.retryAt('10:00'),
    'Next test: 10:00',
    'Próximo teste: 10:00',
  ],
  ['no limit of its own', ({ endpoints }) => endpoints.unlimited, 'Default', 'Padrão'],
  ['what it wants', ({ endpoints }) => endpoints.wants, 'Receives', 'Recebe'],
  ['what is left', ({ progress }) => progress.pending, 'remaining', 'pendentes'],
  ['when it was asked for', ({ resends }) => resends.created, 'Requested', 'Solicitado em'],
  ['the same of one', ({ detail }) => detail.requested, 'Requested', 'Solicitado em'],
  ['what it covers', ({ resends }) => resends.what, 'What was resent', 'O que foi reenviado'],
  ['not tried', ({ names }) => names.states.SKIPPED, 'Not sent', 'Não enviada'],
  [
    'once more',
    ({ detail }) => detail.retry('934'),
    'Resend failed (934)',
    'Reenviar falhas (934)',
  ],
  ['what restricts a set', ({ form }) => form.filters, 'Filters', 'Filtros'],
  [
    'what comes twice',
    ({ preview }) => preview.again(1398, '1,398'),
    '1,398 were already delivered. Receivers will get them a second time.',
    '1,398 já foram entregues. Os receptores vão recebê-los de novo.',
  ],
  [
    'no answer',
    ({ names }) => names.errors['outcome_unknown'] ?? '',
    'We got no answer in time. It may still happen: check before you try again.',
    'Não houve resposta a tempo. A ação ainda pode acontecer: confira antes de repetir.',
  ],
  [
    'what is old',
    ({ app }) => app.stale('10:00'),
    'Showing the state of 10:00.',
    'Mostrando a situação de 10:00.',
  ],
  [
    'a limit',
    ({ names }) => names.errors.too_many_requests,
    'You have reached a limit: {detail}.',
    'Você atingiu um limite: {detail}.',
  ],
  ['what continues', ({ detail }) => detail.resumed, 'Resumed.', 'Retomado.'],
  [
    'what cancelling does',
    ({ detail }) => detail.confirmCancelText(2800, '2,800'),
    'Deliveries already under way will finish. The others of the remaining 2,800 will not be sent. You can send them later with "Resend failed".',
    'Entregas já em curso serão concluídas. As outras das 2,800 pendentes não serão enviadas. Você pode enviá-las depois em "Reenviar falhas".',
  ],
  [
    'an answer that is not 2xx',
    ({ names }) => names.errorClasses.http_status.name,
    'Receiver answered an error',
    'O receptor respondeu com erro',
  ],
  [
    'no failures',
    ({ detail }) => detail.failuresEmpty,
    'No failed attempts.',
    'Nenhuma tentativa falhou.',
  ],
  [
    'an empty list',
    ({ resends }) => resends.emptyLead,
    'Lost webhooks? Send them again from here.',
    'Perdeu webhooks? Reenvie por aqui.',
  ],
  ['closing a message', ({ app }) => app.dismiss, 'Dismiss', 'Fechar'],
  ['the theme', ({ app }) => app.themes.auto, 'As the system', 'Seguir o sistema'],
  ['bright', ({ app }) => app.themes.light, 'Light', 'Claro'],
  ['dark', ({ app }) => app.themes.dark, 'Dark', 'Escuro'],
];

describe('the words of the console', () => {
  for (const [what, said, english, portuguese] of words) {
    it(`are those that were agreed on for ${what}`, () => {
      expect([said(en), said(ptBr)]).to.deep.equal([english, portuguese]);
    });
  }
});
