import { muitos as many } from './many.ts';
import type { accountsEn, periodsEn, rowsEn } from './work-en.ts';

export const accountsPt: typeof accountsEn = {
  account: 'Conta',
  other: 'Outra',
};

export const periodsPt: typeof periodsEn = {
  label: 'Períodos',
  lastHour: 'Última hora',
  lastDay: 'Últimas 24 horas',
  lastWeek: 'Últimos 7 dias',
  sinceDisabled: (id) => `Desde que ${id} foi desativado`,
};

export const rowsPt: typeof rowsEn = {
  select: (id) => `Selecionar a entrega ${id}`,
  selectPage: 'Selecionar todas desta página',
  selection: 'Entregas selecionadas',
  selected: (count, text) =>
    many(count, `${text} entrega selecionada`, `${text} entregas selecionadas`),
  sent: 'O que é enviado',
  sendTo: (id) => `Enviar a ${id}`,
  removed: 'removido',
  removedText: (ids) => `${ids} foi removido: nada mais pode ser enviado para lá.`,
  activity: 'Últimas 24 horas',
  activityOf: (failed, attempts) => `${failed} de ${attempts} falharam`,
  missed: 'O que perdeu',
};
