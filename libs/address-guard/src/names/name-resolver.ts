import type { Resolve } from './resolve.ts';
import { createDnsAsk, type DnsOptions } from './ask-dns.ts';
import { createSystemAsk, systemLookupsAtOnce } from './ask-system.ts';
import { HostsFile } from './hosts-file.ts';
import { SharedQuestions } from './shared-questions.ts';
import { UnresolvedNameError } from './unresolved-name-error.ts';

export interface NameResolverOptions extends DnsOptions {
  /**
   * Names without a dot, and those that DNS does not know, are asked for as the machine does, with
   * its search domains. It does a few at once only.
   */
  readonly useSystem: boolean;
  /** /etc/hosts by default. */
  readonly hostsPath?: string;
  /** In milliseconds, never set back; the process's own by default. */
  readonly now?: () => number;
}

export interface NameResolver extends Disposable {
  readonly resolve: Resolve;
}

/**
 * Questions at once to DNS servers, two packets each, and those that wait for one to end. More might
 * reach a server in one turn than the buffer of its socket holds: on Linux about 270 packets.
 */
const dnsLimits = { capacity: 128, maxWaiting: 1_024 };
const maxWaitingForSystem = 256;
const maxAnswers = 2_048;

/**
 * Resolves names by the hosts file, then by DNS, without threads. Disposal gives up what is being
 * asked.
 */
export function createNameResolver(options: NameResolverOptions): NameResolver {
  const { useSystem, hostsPath = '/etc/hosts', now = () => performance.now() } = options;
  const hosts = new HostsFile(hostsPath, now);
  const dns = new SharedQuestions({
    ...{ ask: createDnsAsk(options), limits: dnsLimits, maxAnswers, now },
  });
  const system = useSystem ? systemQuestions(now) : null;

  async function resolve(
    hostname: string,
    signal: AbortSignal,
    accountId?: number,
  ): Promise<readonly string[]> {
    const name = hostname.toLowerCase().replace(/\.$/, '');
    const local = hosts.addressesOf(name) ?? localhostAddresses(name, hosts);
    if (local !== null) return local;
    const holder = accountId ?? null;
    try {
      if (!name.includes('.')) throw withoutDot(name);
      // RFC 6761: nobody has to be asked for these.
      if (name.endsWith('.invalid')) throw new UnresolvedNameError(name, 'ENOTFOUND');
      return await dns.addressesOf(name, signal, holder);
    } catch (error) {
      if (system === null || !isUnknown(error)) throw error;
      return system.addressesOf(name, signal, holder);
    }
  }

  return {
    resolve,
    [Symbol.dispose]: () => {
      dns[Symbol.dispose]();
      system?.[Symbol.dispose]();
    },
  };
}

function systemQuestions(now: () => number): SharedQuestions {
  const capacity = systemLookupsAtOnce(process.env['UV_THREADPOOL_SIZE']);
  const limits = { capacity, maxWaiting: maxWaitingForSystem };
  return new SharedQuestions({ ask: createSystemAsk(), limits, maxAnswers, now });
}

/** RFC 6761: these names are this machine, whatever a name server says. */
function localhostAddresses(name: string, hosts: HostsFile): readonly string[] | null {
  if (name !== 'localhost' && !name.endsWith('.localhost')) return null;
  return hosts.addressesOf('localhost') ?? ['127.0.0.1', '::1'];
}

function withoutDot(name: string): UnresolvedNameError {
  const meaning = 'a name without a dot is asked for with DNS_USE_SYSTEM=true only';
  return new UnresolvedNameError(name, 'ENOTFOUND', meaning);
}

function isUnknown(error: unknown): boolean {
  return (
    error instanceof UnresolvedNameError && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
  );
}
