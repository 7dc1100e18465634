import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files that name images, below the root. */
export const filesWithImages = ['compose.yaml', 'ops/docker/Dockerfile'] as const;

const IMAGE = /^((?: +image:|FROM) )([a-z][\w./-]*:\d[\w.-]*)(?:@sha256:[\da-f]{64})?/gm;
const DIGEST = /^sha256:[\da-f]{64}$/;
/** A registry that does not answer by then is away. */
const LIMIT_MS = 60_000;

/**
 * Puts the digest of each image behind its version, in every file or, when a registry does not
 * answer, in none: `docker buildx imagetools` asks, so no engine has to run.
 *
 * @throws Error that names the image and the reason.
 */
export function pinImages(root: string): readonly string[] {
  const digests = new Map<string, string>();
  const pinned = filesWithImages.map((name) => {
    const file = path.join(root, name);
    const text = readFileSync(file, 'utf8').replace(
      IMAGE,
      (_all, before: string, image: string) => {
        const digest = digests.get(image) ?? digestOf(image);
        digests.set(image, digest);
        return `${before}${image}@${digest}`;
      },
    );
    return { file, text };
  });
  for (const { file, text } of pinned) writeFileSync(file, text);
  return [...digests].map(([image, digest]) => `${image}@${digest}`);
}

function digestOf(image: string): string {
  const args = ['buildx', 'imagetools', 'inspect', image, '--format', '{{.Manifest.Digest}}'];
  let answer: string;
  try {
    answer = execFileSync('docker', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    }).trim();
  } catch (error) {
    const { stderr = '', message } = error as {
      readonly stderr?: string;
      readonly message: string;
    };
    const reason = stderr.trim().split('\n')[0] || message;
    throw new Error(`${image} has no digest, and nothing was changed: ${reason}`, { cause: error });
  }
  if (DIGEST.test(answer)) return answer;
  throw new Error(`${image} has no digest, and nothing was changed: docker said "${answer}"`);
}
