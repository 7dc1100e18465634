/** A value as it changes threads, with what of it changes them uncopied. */
export interface Encoded {
  readonly wire: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

/** How a value gets from one thread to another. */
export interface Codec<Value> {
  encode(value: Value): Encoded;
  /** Of what `encode` made, after a structured clone. */
  decode(wire: unknown): Value;
}

/** A method that a thread can serve. */
export type AsyncMethod = (...args: never) => Promise<unknown>;

/** How a call of a method gets to the thread that serves it, and its result back. */
export interface MethodCodec<Method extends AsyncMethod> {
  readonly call: Codec<Parameters<Method>>;
  readonly result: Codec<Awaited<ReturnType<Method>>>;
}

/** One codec for each method of a store. */
export type StoreCodecs<Store> = {
  readonly [Name in keyof Store]: Store[Name] extends AsyncMethod
    ? MethodCodec<Store[Name]>
    : never;
};

/** Encodes as some other type. What arrives is trusted: both threads run the same program. */
export function codec<Value, Wire>({
  encode,
  decode,
}: {
  readonly encode: (value: Value) => { readonly wire: Wire; readonly transfer: ArrayBuffer[] };
  readonly decode: (wire: Wire) => Value;
}): Codec<Value> {
  return { encode, decode: (wire) => decode(wire as Wire) };
}

/** A method whose calls and results are cloned as they are, unless another codec is given. */
export function method<Method extends AsyncMethod>({
  call = cloned(),
  result = cloned(),
}: Partial<MethodCodec<Method>> = {}): MethodCodec<Method> {
  return { call, result };
}

/** Leaves a value to the structured clone. */
function cloned<Value>(): Codec<Value> {
  return codec<Value, Value>({
    encode: (value) => ({ wire: value, transfer: [] }),
    decode: (wire) => wire,
  });
}
