/** The options that give the fields of the API. */
const FLAGS: Readonly<Record<string, string>> = {
  resend_type: '--cashin or --cashout',
  object_reference_id: '--cashin or --cashout',
  object_reference_ids: '--object',
  event_ids: '--event',
  event_id: '--event',
  keys: '--key',
  source_account_branch_identifier: '--branch',
  source_account_number: '--account-number',
  start_datetime: '--from',
  end_datetime: '--to',
  created_from: '--from',
  created_to: '--to',
  delivery_state: '--state',
  include_in_hand: '--include-in-hand',
  latest_only: '--latest-only',
  event_types: '--type',
  event_type: '--type',
  endpoint_ids: '--endpoint',
  endpoint_id: '--endpoint',
  name: '--name',
  reason: '--reason',
  not_before: '--not-before',
  max_rate_per_second: '--max-rate',
  first: '--first',
  account_mirror_id: '--account-id',
  http_status: '--http-status',
  error_class: '--error-class',
};

/** A message of the API in words of the command line: of options, not of fields. */
export function inFlags(message: string): string {
  // What is no word of the language stands for a field anywhere, the others where they begin.
  return message
    .replace(/^Validation error: ([a-z]+)(?=\W)/, (whole, field: string) => {
      const flag = FLAGS[field];
      return flag === undefined ? whole : `Validation error: ${flag}`;
    })
    .replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (field) => FLAGS[field] ?? field);
}
