import type { testEventEn } from './test-event-en.ts';

/** The texts of test events. */
export const testEventPt: typeof testEventEn = {
  title: 'Teste',
  lead: 'Um evento assinado do tipo webhook.test. Não pertence a nenhum reenvio e não altera nada do que se sabe dos eventos.',
  send: 'Enviar evento de teste',
  sending: 'Aguardando a resposta…',
  answered: (status, took) => `Respondeu ${status} em ${took}.`,
  unanswered: 'O endpoint não respondeu.',
  notSent: (reason) => `Nada foi enviado: ${reason}`,
  slow: 'Ainda não há resposta. Há um dispatcher em execução?',
  proof: 'URL',
  proofPending:
    'Ainda não comprovada; as entregas esperam: deve responder a um evento de teste com o webhook-challenge recebido.',
  noChallenge: 'Não devolveu o webhook-challenge.',
  certificateVerified: 'verificado: chamadas sem ele são recusadas',
  certificateUnverified: 'não verificado: envie um evento de teste',
  mtls: {
    verified: 'Exige nosso certificado de cliente: recusou uma chamada sem ele.',
    not_demanded: 'Não exige certificado de cliente: aceitou uma chamada sem ele.',
    undecided: 'Não foi possível saber se exige nosso certificado de cliente.',
  },
  reasons: {
    endpoint_disabled: 'o endpoint está desativado.',
    endpoint_gone: 'o endpoint respondeu 410 e está desativado.',
    endpoint_deleted: 'o endpoint foi removido.',
    expired: 'nenhum dispatcher o assumiu em um minuto.',
    not_sent: 'a saída, como um proxy, está fechada.',
  },
};
