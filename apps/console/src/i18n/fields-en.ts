/** What is wrong with a field, by the codes of the API. */
export const fieldsEn = {
  codes: {
    required: 'Please fill this in.',
    unknown_field: 'The service does not know this field.',
    beside_another: 'This cannot be given together with the others.',
    after_end: 'The start is after the end.',
    needs_undelivered: 'This goes only with what nobody delivered.',
    single_object: 'This is not for a single object.',
    too_far_ahead: 'At most 30 days from now.',
    address_not_allowed: 'The URL leads to an address that may not be called.',
  },
  /** The same of one entry. */
  entries: {
    unknown_endpoint: (id: string) => `${id} is not an endpoint of the account.`,
    endpoint_disabled: (id: string) => `${id} is disabled.`,
    endpoint_is_test: (id: string) =>
      `${id} is a test endpoint. It gets only what is sent to it instead of others.`,
    endpoint_not_test: (id: string) => `${id} is not marked as a test endpoint.`,
  },
  /** What a value has to be, by field. */
  values: {
    resend_type: 'CASHIN or CASHOUT.',
    object_reference_id: 'A whole number from 1 on.',
    object_reference_ids: 'Whole numbers from 1 on.',
    event_ids: 'IDs of 1 to 64 characters: letters, digits, _ - and dots.',
    keys: 'Keys of 1 to 64 printable characters.',
    source_account_branch_identifier: 'At most 32 printable characters, such as 0001.',
    source_account_number: 'At most 32 printable characters, such as 654321.',
    start_datetime: 'An existing date and time from 1970 to 2199.',
    end_datetime: 'An existing date and time from 1970 to 2199.',
    delivery_state: 'One of those on the list.',
    include_in_hand: 'Yes or no.',
    latest_only: 'Yes or no.',
    event_types: 'At most 64 types of 1 to 64 characters: A-Z, 0-9 and _.',
    endpoint_ids: 'At most 64 IDs of 1 to 64 characters: letters, digits, _ - and dots.',
    name: 'At most 64 printable characters.',
    reason: 'At most 512 printable characters.',
    not_before: 'An existing date and time from 1970 to 2199.',
    first: 'A whole number from 1 to 100.',
    deliver_to: 'The ID of an endpoint: letters, digits, _ - and dots.',
    max_rate_per_second: 'A number from 0.1 to 1,000.',
    url: 'An https URL of at most 2,048 characters, without user and password.',
    type_webhook: 'One of those on the list, or an event type.',
    authorization_token: 'Printable ASCII characters only.',
    x_functions_key: 'Printable ASCII characters only.',
  },
};
