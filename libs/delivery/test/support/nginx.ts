import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';

import { createTempDir, freePort, waitFor, type Certificate } from '@webhooks/testing';

export interface NginxOptions {
  readonly certificate: Certificate;
  /** PEM; who calls has to show a certificate that this authority signed. */
  readonly callerAuthority: string;
  readonly protocol: 'TLSv1.2' | 'TLSv1.3';
}

/** An nginx that answers with the name in the certificate that it was shown. */
export interface Nginx extends AsyncDisposable {
  readonly port: number;
  /** Takes another certificate while requests come, as nginx -s reload does. */
  renew(certificate: Certificate): void;
}

export function isNginxThere(): boolean {
  return spawnSync('nginx', ['-v']).status === 0;
}

/** Starts one on a free port of the loopback. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const directory = createTempDir();
  const port = await freePort();
  const file = (name: string): string => directory.file(name);
  const write = ({ cert, key }: Certificate): void => {
    writeFileSync(file('server.pem'), `${cert}${key}`);
  };
  write(options.certificate);
  writeFileSync(file('callers.pem'), options.callerAuthority);
  writeFileSync(file('nginx.conf'), configuration(directory.path, port, options.protocol));
  const nginx = spawn('nginx', ['-p', directory.path, '-c', file('nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  await waitFor(() => accepts(port), { what: 'nginx to listen' });
  return {
    port,
    renew: (certificate) => {
      write(certificate);
      nginx.kill('SIGHUP');
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await ended;
      directory[Symbol.dispose]();
    },
  };
}

function configuration(directory: string, port: number, protocol: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${directory}/${kind};`,
  );
  return `
    daemon off;
    ${process.geteuid?.() === 0 ? 'user root root;' : ''}
    worker_processes 1;
    pid ${directory}/pid;
    error_log stderr crit;
    events {}
    http {
      access_log off;
      ${temporary.join('\n')}
      server {
        listen 127.0.0.1:${port} ssl;
        ssl_protocols ${protocol};
        ssl_certificate ${directory}/server.pem;
        ssl_certificate_key ${directory}/server.pem;
        ssl_client_certificate ${directory}/callers.pem;
        ssl_verify_client on;
        location / { return 200 $ssl_client_s_dn; }
      }
    }`;
}

/** Throws while nobody listens. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  return true;
}
