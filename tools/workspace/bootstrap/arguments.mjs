/**
 * What stands in front of the program on the command line, and the rest, which is the program's.
 * A try of the installation alone needs no tools, and a stack with a broker of its own none either.
 */
export function readArguments(args, env) {
  const rest = [...args];
  const dev = rest[0] === '--dev';
  if (dev) rest.shift();
  let tools = [];
  if (rest[0]?.startsWith('--tools=')) tools = rest.shift().slice('--tools='.length).split(',');
  if (rest.includes('--install-only')) tools = [];
  if (env.NATS_URL) tools = tools.filter((tool) => tool !== 'nats-server');
  return { dev, tools, programArguments: rest };
}
