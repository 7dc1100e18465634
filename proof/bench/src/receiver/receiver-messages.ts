/** What the sink gets once, before it listens. */
export interface SinkOrder {
  /** Null: plain HTTP. */
  readonly tls: { readonly key: string; readonly cert: string } | null;
}

/** What an endpoint does with a request. */
export type Behaviour =
  | { readonly kind: 'answer'; readonly status: number; readonly afterMs: number }
  | { readonly kind: 'hang' };

/** What the receiving process is asked; it answers each with one message. */
export type ReceiverRequest =
  /** A change cuts the connections whose requests hang. */
  | { readonly kind: 'behave'; readonly endpoint: number; readonly behaviour: Behaviour }
  /** Requests at endpoints from a number up to, but not including, another. */
  | { readonly kind: 'count'; readonly from: number; readonly to: number }
  /** Requests of an endpoint that hang now. */
  | { readonly kind: 'hanging'; readonly endpoint: number }
  | { readonly kind: 'take' };
