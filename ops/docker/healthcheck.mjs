// Ends well when the app beside it is alive: GET /livez on the port that HEALTH_PORT names.
import { get } from 'node:http';

const url = `http://127.0.0.1:${process.env.HEALTH_PORT}/livez`;
process.exitCode = 1;
get(url, { timeout: 4_000 }, (response) => {
  response.resume();
  if (response.statusCode === 200) process.exitCode = 0;
})
  .on('timeout', function () {
    this.destroy();
  })
  .on('error', () => {});
