import type { ExampleRequest, Operation, Values } from '../openapi/operation/operation.ts';

/** A request as it is typed into a shell, for the API at a base URL. */
export function curl(
  { method, path, parameters = [], body: schema }: Operation,
  request: ExampleRequest,
  baseUrl: string,
): string {
  const { body } = request;
  const isStream = parameters.some(({ name }) => name === 'Last-Event-ID');
  const defaults = {
    Authorization: 'Bearer $TOKEN',
    ...(schema === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const headers = Object.entries({ ...defaults, ...request.headers })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `-H "${name}: ${String(value)}"`);
  const hasOwnMethod = method === 'get' || body !== undefined;
  const lines = [
    `curl${isStream ? ' -N' : ''}${hasOwnMethod ? '' : ' -X POST'} ${urlOf(baseUrl, path, request)}`,
    ...headers,
    ...(body === undefined
      ? []
      : [`-d '${typeof body === 'string' ? body : JSON.stringify(body)}'`]),
  ];
  return lines.join(' \\\n  ');
}

function urlOf(
  baseUrl: string,
  template: string,
  { path = {}, query = {} }: ExampleRequest,
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => String(path[name]));
  const url = `${baseUrl}${filled}`;
  return Object.keys(query).length === 0 ? url : `'${url}?${queryOf(query)}'`;
}

function queryOf(query: Values): string {
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)] as const);
  return new URLSearchParams(Object.fromEntries(pairs)).toString();
}
