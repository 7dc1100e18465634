/** Where deliveries come from. */
export interface SourceIpsBody {
  readonly source_ips: readonly string[];
}
