import {
  acceptedSchema,
  actedSchema,
  attemptsSchema,
  cancelledSchema,
  endpointChangedSchema,
  endpointCreatedSchema,
  endpointRemovedSchema,
  errorSchema,
  reachedLimitSchema,
  fieldErrorSchema,
  pageOf,
} from '../v3/schemas/answer-schemas.ts';
import {
  attemptItemSchema,
  deliveryItemSchema,
  deliveryReasonSchema,
  deliveryStateSchema,
  errorClassSchema,
  testAttemptSchema,
} from '../v3/schemas/delivery-schema.ts';
import {
  attemptBucketSchema,
  breakerSchema,
  breakerStateSchema,
  disabledReasonSchema,
  endpointItemSchema,
  endpointStatisticsSchema,
  failuresByClassSchema,
  endpointMtlsSchema,
  lastDaySchema,
  sourceIpsSchema,
  verificationSchema,
} from '../v3/schemas/endpoint-schema.ts';
import {
  endpointRequestSchema,
  eventDeliverySchema,
  eventDetailSchema,
  eventHistorySchema,
  eventItemSchema,
  eventKeysSchema,
  headerSchema,
  originalOutcomeSchema,
} from '../v3/schemas/event-schema.ts';
import { integer, type JsonSchema } from '../v3/schemas/json-schema.ts';
import {
  notificationItemSchema,
  notificationReasonSchema,
  notificationsSchema,
  notificationStateSchema,
} from '../v3/schemas/notification-schema.ts';
import {
  endpointCountSchema,
  eventTypeCountSchema,
  lastOutcomeSchema,
  undeliveredCountsSchema,
  waitingDeliveriesSchema,
  outcomeCountSchema,
  previewSchema,
  unfinishedPreviewSchema,
} from '../v3/schemas/preview-schema.ts';
import {
  deliveryStateFilterSchema,
  eventKeySchema,
  endpointChangeRequestSchema,
  newEndpointRequestSchema,
  resendChangeRequestSchema,
  resendRequestSchema,
} from '../v3/schemas/request-schemas.ts';
import {
  createdBySchema,
  endpointProgressSchema,
  followedResendSchema,
  listedSchema,
  listFieldSchema,
  resendControlSchema,
  resendDetailSchema,
  resendItemSchema,
  resendKindSchema,
  resendStatusSchema,
  resendTypeSchema,
  waitReasonSchema,
} from '../v3/schemas/resend-schema.ts';
import {
  deliveryKindSchema,
  sampleFailureSchema,
  sampleSchema,
  sampleStateSchema,
  triedKindSchema,
} from '../v3/schemas/sample-schema.ts';
import {
  mtlsVerdictSchema,
  testEventReasonSchema,
  testEventRequestedSchema,
  testEventSchema,
  testEventStateSchema,
} from '../v3/schemas/test-event-schema.ts';
import {
  attemptFailuresSchema,
  deliveriesByStateSchema,
  resendStatisticsSchema,
  receiptCountSchema,
  settledBucketSchema,
} from '../v3/schemas/resend-statistics-schema.ts';
import { bodyOf, responseOf } from './error-answers.ts';

/** Every object and every enumeration has a name here: generators make types of names. */
const schemas = {
  ResendRequest: resendRequestSchema,
  ResendChange: resendChangeRequestSchema,
  EventKey: eventKeySchema,
  ResendType: resendTypeSchema,
  DeliveryStateFilter: deliveryStateFilterSchema,
  Accepted: acceptedSchema,
  Resend: resendDetailSchema,
  FollowedResend: followedResendSchema,
  EndpointProgress: endpointProgressSchema,
  WaitReason: waitReasonSchema,
  ResendStatus: resendStatusSchema,
  CreatedBy: createdBySchema,
  ResendKind: resendKindSchema,
  ResendControl: resendControlSchema,
  Listed: listedSchema,
  SampleState: sampleStateSchema,
  DeliveryKind: deliveryKindSchema,
  SampleFailure: sampleFailureSchema,
  TriedKind: triedKindSchema,
  Sample: sampleSchema,
  ListField: listFieldSchema,
  ResendItem: resendItemSchema,
  ResendPage: pageOf('ResendItem'),
  Preview: previewSchema,
  UnfinishedPreview: unfinishedPreviewSchema,
  EventTypeCount: eventTypeCountSchema,
  EndpointCount: endpointCountSchema,
  OutcomeCount: outcomeCountSchema,
  LastOutcome: lastOutcomeSchema,
  UndeliveredCounts: undeliveredCountsSchema,
  WaitingDeliveries: waitingDeliveriesSchema,
  Delivery: deliveryItemSchema,
  DeliveryState: deliveryStateSchema,
  DeliveryReason: deliveryReasonSchema,
  DeliveryPage: pageOf('Delivery'),
  Attempt: attemptItemSchema,
  ErrorClass: errorClassSchema,
  Attempts: attemptsSchema,
  Acted: actedSchema,
  Cancelled: cancelledSchema,
  ResendStatistics: resendStatisticsSchema,
  DeliveriesByState: deliveriesByStateSchema,
  AttemptFailures: attemptFailuresSchema,
  ReceiptCount: receiptCountSchema,
  SettledBucket: settledBucketSchema,
  Notice: notificationItemSchema,
  NoticeState: notificationStateSchema,
  NoticeReason: notificationReasonSchema,
  Notices: notificationsSchema,
  Endpoint: endpointItemSchema,
  EndpointDisabledReason: disabledReasonSchema,
  EndpointVerification: verificationSchema,
  Breaker: breakerSchema,
  BreakerState: breakerStateSchema,
  EndpointLastDay: lastDaySchema,
  EndpointMtls: endpointMtlsSchema,
  EndpointPage: pageOf('Endpoint'),
  EndpointStatistics: endpointStatisticsSchema,
  SourceIps: sourceIpsSchema,
  AttemptBucket: attemptBucketSchema,
  FailuresByClass: failuresByClassSchema,
  EndpointChange: endpointChangeRequestSchema,
  EndpointChanged: endpointChangedSchema,
  EndpointRegistration: newEndpointRequestSchema,
  EndpointCreated: endpointCreatedSchema,
  EndpointRemoved: endpointRemovedSchema,
  TestEvent: testEventSchema,
  TestAttempt: testAttemptSchema,
  MtlsVerdict: mtlsVerdictSchema,
  TestEventState: testEventStateSchema,
  TestEventReason: testEventReasonSchema,
  TestEventRequested: testEventRequestedSchema,
  EventItem: eventItemSchema,
  EventKeys: eventKeysSchema,
  OriginalOutcome: originalOutcomeSchema,
  EventPage: pageOf('EventItem'),
  Event: eventDetailSchema,
  EndpointRequest: endpointRequestSchema,
  SentHeader: headerSchema,
  EventHistory: eventHistorySchema,
  EventDelivery: eventDeliverySchema,
  Error: errorSchema,
  FieldError: fieldErrorSchema,
  ReachedLimit: reachedLimitSchema,
} as const satisfies Record<string, JsonSchema>;

const header = (description: string, schema: JsonSchema, required = true): JsonSchema => ({
  description,
  required,
  schema,
});

const headers = {
  'X-Request-Id': header('Names the request: yours if it was one safe token, else a new one.', {
    type: 'string',
    pattern: '^[A-Za-z0-9._:-]{1,128}$',
  }),
  Location: header('The path of the new resend. Take its id from here: `detail` is for people.', {
    type: 'string',
    pattern: '^/v3/webhooks/resend/[1-9][0-9]*$',
  }),
  'Retry-After': header('Seconds to wait before the next try.', { ...integer, minimum: 1 }),
  'WWW-Authenticate': header('How to authenticate.', {
    type: 'string',
    pattern: '^Bearer$',
  }),
  Allow: header('The methods of the path.', { type: 'string' }),
} as const;

/** What operations refer to. */
export function components(): JsonSchema {
  return {
    schemas: withConstantNames(schemas),
    headers,
    parameters: {
      'X-Request-Id': {
        name: 'X-Request-Id',
        in: 'header',
        description: 'Names the request in our logs: 1 to 128 of A-Z a-z 0-9 . _ : -',
        schema: { type: 'string' },
      },
    },
    responses: {
      NotFound: responseOf(new Map([['not_found', exampleOf('not_found')]])),
      MethodNotAllowed: responseOf(
        new Map([['method_not_allowed', exampleOf('method_not_allowed')]]),
      ),
    },
    securitySchemes: {
      accessToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: "An access token of a user, as the platform's issuer makes it.",
      },
    },
  };
}

/**
 * Names the constants of enumerations that share a word with another one: languages without a name
 * space for each, Go for one, would have two constants of one name.
 */
function withConstantNames(all: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const wordsOf = (schema: JsonSchema): string[] =>
    ((schema['enum'] ?? []) as string[]).map((word) => word.toUpperCase());
  const uses = Map.groupBy(Object.values(all).flatMap(wordsOf), (word) => word);
  const named = Object.entries(all).map(([name, schema]) => {
    const words = wordsOf(schema);
    if (words.every((word) => uses.get(word)?.length === 1)) return [name, schema] as const;
    const prefix = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    const names = words.map((word) => `${prefix}_${word}`);
    return [name, { ...schema, 'x-enum-varnames': names }] as const;
  });
  return Object.fromEntries(named);
}

function exampleOf(code: 'not_found' | 'method_not_allowed'): Record<string, JsonSchema> {
  return { [code]: { summary: 'On any path', value: bodyOf({ code }) } };
}
