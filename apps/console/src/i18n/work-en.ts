import { many } from './many.ts';

/** The texts of choosers, of periods, and of what rows can do. */
export const accountsEn = {
  account: 'Account',
  other: 'Another one',
};

export const periodsEn = {
  label: 'Periods',
  lastHour: 'Last hour',
  lastDay: 'Last 24 hours',
  lastWeek: 'Last 7 days',
  sinceDisabled: (id: string) => `Since ${id} was disabled`,
};

export const rowsEn = {
  select: (id: string) => `Select delivery ${id}`,
  selectPage: 'Select all on this page',
  selection: 'Selected deliveries',
  selected: (count: number, text: string) =>
    many(count, `${text} delivery selected`, `${text} deliveries selected`),
  sent: 'What is sent',
  sendTo: (id: string) => `Send to ${id}`,
  removed: 'removed',
  removedText: (ids: string) => `${ids} was removed: nothing can be sent there any more.`,
  activity: 'Last 24 hours',
  activityOf: (failed: string, attempts: string) => `${failed} of ${attempts} failed`,
  missed: 'What it missed',
};
