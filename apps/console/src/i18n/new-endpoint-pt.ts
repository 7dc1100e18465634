import type { newEndpointEn } from './new-endpoint-en.ts';

/** Os textos de criar e remover um endpoint. */
export const newEndpointPt: typeof newEndpointEn = {
  open: 'Novo endpoint',
  title: 'Novo endpoint',
  lead: 'A partir de agora, novos reenvios da conta vão também para ele.',
  url: 'URL',
  type: 'Recebe',
  types: {
    CASHIN: 'Tudo o que entra (CASHIN)',
    CASHOUT: 'Tudo o que sai (CASHOUT)',
    'resend.finished': 'Um aviso quando um reenvio termina',
    'endpoint.health': 'Um aviso quando outro endpoint falha ou se recupera',
  },
  token: 'Token de autorização',
  tokenHint: 'Enviado como Authorization, se o receptor exigir. Não será mostrado de novo.',
  key: 'Chave de função',
  keyHint: 'Enviada como X-Functions-Key, se o receptor exigir. Não será mostrada de novo.',
  create: 'Criar',
  creating: 'Criando…',
  created: (id: string) => `Endpoint ${id} criado.`,
  secret: 'Segredo de assinatura',
  secretHint: 'É mostrado só desta vez: passe-o ao receptor agora.',
  secretGone: 'O segredo de assinatura já foi mostrado.',
  copySecret: 'Copiar o segredo',
  show: 'Ver o endpoint',
  close: 'Fechar',
  remove: 'Remover',
  confirmRemove: 'Remover este endpoint de vez?',
  confirmRemoveText:
    'Nada mais é enviado para lá, e o token, a chave e o segredo de assinatura são apagados. O que espera por ele não é enviado. O que foi entregue continua visível.',
  confirmRemoveYes: 'Sim, remover',
  removed: (id: string) => `Endpoint ${id} removido.`,
};
