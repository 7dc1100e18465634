// Tells its environment, then waits to be ended; a second argument makes it ignore SIGTERM.
process.stdout.write(`env ${JSON.stringify(process.env)}\n`);
process.stderr.write('to standard error\n');
if (process.argv[2] === 'deaf') process.on('SIGTERM', () => process.stdout.write('ignored\n'));
if (process.argv[2] === 'short') process.exitCode = 3;
else setInterval(() => {}, 60_000);
