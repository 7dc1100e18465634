// Tells its environment, then waits to be ended; "deaf" makes it ignore SIGTERM, "short" end at once.
if (process.argv[2] === 'deaf') process.on('SIGTERM', () => process.stdout.write('ignored\n'));
process.stderr.write('to standard error\n');
// Last, because a test takes this line for the sign that everything above is in force.
process.stdout.write(`env ${JSON.stringify(process.env)}\n`);
if (process.argv[2] === 'short') process.exitCode = 3;
else setInterval(() => {}, 60_000);
