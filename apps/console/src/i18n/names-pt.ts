import type { Names } from './names.ts';

export const namesPt: Names = {
  statuses: {
    PENDING: 'Aguardando',
    PROCESSING: 'Em andamento',
    COMPLETED: 'Concluído',
    FAILED: 'Falhou',
    PAUSED: 'Pausado',
    CANCELLING: 'Cancelando',
    CANCELLED: 'Cancelado',
  },
  kinds: {
    one: 'Um objeto',
    range: 'Período',
    list: 'Lista',
    retry: 'Nova tentativa do que falhou',
  },
  controls: { RUNNING: 'Continuar', PAUSED: 'Pausar', CANCELLING: 'Cancelar' },
  types: { CASHIN: 'Cash-in', CASHOUT: 'Cash-out' },
  objects: { CASHIN: 'QR Code', CASHOUT: 'Transação' },
  states: {
    PENDING: 'Aguardando',
    DELIVERED: 'Entregue',
    FAILED: 'Falhou',
    RETRYING: 'Tentando de novo',
    CANCELLED: 'Cancelada',
    SKIPPED: 'Ignorada',
  },
  reasons: {
    expired: 'Não foi entregue a tempo.',
    cancelled: 'O reenvio foi cancelado.',
    endpoint_gone: 'O endpoint respondeu 410 Gone e agora está desativado.',
    endpoint_disabled: 'O endpoint está desativado.',
    endpoint_deleted: 'O endpoint não existe mais.',
  },
  outcomes: {
    delivered: 'Já entregues',
    failed: 'Falharam antes',
    retrying: 'Em nova tentativa pelo remetente',
    never_attempted: 'Nunca tentados',
    unknown: 'Desconhecido',
  },
  filters: {
    ALL: 'Tudo',
    FAILED: 'Só o que falhou da última vez',
    NEVER_ATTEMPTED: 'Só o que nunca foi tentado',
    UNDELIVERED: 'Só o que ninguém entregou',
  },
  errorClasses: {
    dns: {
      name: 'Nome não encontrado',
      advice: 'O host da URL não tem endereço. Confira a grafia e os registros de DNS.',
    },
    connect_refused: {
      name: 'Conexão recusada',
      advice: 'Nada escuta neste endereço e porta. Verifique se o receptor está no ar.',
    },
    connect_timeout: {
      name: 'Sem conexão a tempo',
      advice: 'O host não responde. Verifique firewalls e rotas.',
    },
    tls: {
      name: 'Problema de certificado ou TLS',
      advice: 'O certificado expirou, é de outro ou está incompleto. Renove-o com a cadeia toda.',
    },
    timeout: {
      name: 'Sem resposta a tempo',
      advice: 'O receptor conectou, mas demorou demais. Responda primeiro e processe depois.',
    },
    reset: {
      name: 'Conexão interrompida',
      advice: 'O receptor, ou algo na frente dele, fechou a conexão. Veja os logs dele.',
    },
    protocol: {
      name: 'Não é HTTP válido',
      advice: 'A resposta não é HTTP válido. Verifique o que escuta neste endereço.',
    },
    blocked_address: {
      name: 'Endereço não permitido',
      advice: 'A URL leva a um endereço que não pode ser chamado, como um endereço privado.',
    },
    http_status: {
      name: 'Recusado pelo receptor',
      advice: 'Só uma resposta 2xx conta como entregue. A resposta diz mais.',
    },
    closed_before_answer: {
      name: 'Fechada durante o envio',
      advice: 'O receptor fechou uma conexão mantida. Foi reenviado na hora por uma nova conexão.',
    },
    client_certificate_refused: {
      name: 'Nosso certificado foi recusado',
      advice: 'O receptor exige um certificado de cliente e não aceitou o que recebeu.',
    },
  },
  errors: {
    qr_code_not_found: 'Não há esse QR Code em uma conta que você possa ver.',
    transaction_not_found: 'Não há essa transação em uma conta que você possa ver.',
    account_not_found: 'Essa conta não existe ou você não tem acesso a ela.',
    resend_not_found: 'Esse reenvio não existe ou não é de nenhuma conta sua.',
    delivery_not_found: 'Essa entrega não existe.',
    endpoint_not_found: 'Não há esse endpoint em uma conta que você possa ver.',
    identity_not_found: 'Não há identidade de cliente com esse nome.',
    event_not_found: 'Não há esse evento em uma conta que você possa ver.',
    events_not_found: 'Alguns dos eventos não estão em nenhuma conta que você possa ver.',
    list_too_long: 'A lista é mais longa do que um reenvio aceita.',
    validation_error: 'Há algo errado na solicitação. Confira os campos marcados.',
    token_not_valid: 'Seu token não é mais aceito. Entre de novo com um token válido.',
    permission_denied: 'Seu token não permite isso.',
    resend_settled: 'Este reenvio terminou; não pode mais ser alterado.',
    resend_not_settled: 'Este reenvio ainda está em andamento. Repita as falhas quando terminar.',
    resend_cancelling: 'Este reenvio já está sendo cancelado.',
    deliveries_pruned: 'As entregas deste reenvio não são mais guardadas.',
    too_many_requests: 'Foi demais de uma vez. Aguarde um momento e tente de novo.',
    service_unavailable: 'O serviço não pode atender agora. Nada foi alterado por isso.',
    outcome_unknown:
      'Não houve resposta a tempo. A ação ainda pode acontecer: confira antes de repetir.',
    network: 'Não foi possível alcançar o serviço. Verifique sua conexão.',
    unexpected_answer: 'A resposta não pôde ser entendida.',
    internal_error: 'Algo deu errado do nosso lado.',
    body_too_large: 'A solicitação é grande demais.',
    not_found: 'O serviço não conhece este endereço.',
  },
  breakers: {
    CLOSED: { name: 'Fluindo', advice: 'As entregas são enviadas conforme chegam.' },
    OPEN: {
      name: 'Retido',
      advice: 'Após falhas demais, nada é enviado até que uma sondagem passe.',
    },
    HALF_OPEN: {
      name: 'Sondando',
      advice: 'Uma entrega é tentada; se chegar, o resto segue.',
    },
  },
  waitReasons: {
    paused: 'Pausado',
    not_before: 'Em espera do horário',
    breaker: 'Em espera: endpoint com falhas',
    sample: 'Em espera das primeiras respostas',
    retry: 'Em espera da próxima tentativa',
    order: 'Em espera de um evento anterior do objeto',
    pace: 'Entregando no ritmo permitido',
    turn: 'Entregando normalmente',
  },
  disabledReasons: {
    by_owner: 'Desativado pelo dono',
    gone: 'Respondeu 410 Gone',
  },
};
