import type { Messages } from './en.ts';

/** The same in Portuguese. */
export const signInPt: Messages['signIn'] = {
  title: 'Entrar',
  lead: 'Veja quais webhooks se perderam, envie-os de novo e acompanhe a chegada.',
  atProvider: 'Entrar',
  withToken: 'Usar um token de acesso',
  token: 'Token de acesso',
  hint: 'Ele fica só na memória desta página e some quando você a fecha ou recarrega.',
  submit: 'Entrar',
  submitToken: 'Entrar com o token',
  checking: 'Verificando…',
  problems: {
    empty: 'Cole seu token de acesso.',
    malformed: 'Isto não é um token de acesso. Ele tem três partes, separadas por pontos.',
    expired: 'Este token expirou. Obtenha um novo.',
  },
  expired: 'Seu token expirou. Entre com um novo para continuar de onde parou.',
  refused: 'Seu token não é mais aceito. Entre com um novo para continuar de onde parou.',
  over: 'Sua sessão terminou. Entre de novo para continuar de onde parou.',
  overByLink: 'Sua sessão terminou. Peça um novo link.',
  guest: 'Aberto por um link',
  link: {
    title: 'Este link não funciona',
    ended: 'Ele expirou ou já foi usado: um link abre o console uma única vez. Peça um novo.',
    unanswered: 'O serviço não respondeu. Recarregue esta página para tentar de novo.',
  },
  failed: {
    denied: 'Você não entrou: a entrada foi cancelada ou recusada.',
    unreachable: 'O serviço de entrada não responde. Tente de novo em instantes.',
    stale: 'Essa entrada demorou demais ou foi iniciada em outra aba. Entre de novo.',
    'not-accepted':
      'Você se identificou, mas sua conta não tem acesso aqui. Fale com quem configurou o serviço.',
    failed:
      'Não foi possível entrar. Tente de novo; se persistir, fale com quem configurou o serviço.',
  },
};
