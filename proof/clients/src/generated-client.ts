/** A program to be run, and where. */
export interface Step {
  readonly command: readonly string[];
  /** Below the scratch directory of the client. */
  readonly directory?: string;
}

/** Where a client is made. */
export interface Place {
  /** A directory of its own, empty at first. */
  readonly scratch: string;
  /** The document, as the facade serves it. */
  readonly document: string;
  /** The programs of this project that make the calls. */
  readonly drivers: string;
}

/** A client that somebody else's generator makes of the document. */
export interface GeneratedClient {
  readonly name: string;
  /** Programs that have to be on this machine. */
  readonly needs: readonly string[];
  /** Generates and compiles it. */
  readonly make: (place: Place) => readonly Step[];
  /** Makes every call with it. */
  readonly drive: (place: Place) => Step;
}
