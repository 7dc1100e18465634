import type { ComponentChildren, JSX } from 'preact';

import { Icon, type IconName } from './icons.tsx';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'calm';

/** A state in a word. The drawing tells states apart for those who do not see colours. */
export function Pill(props: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <span class={`pill pill-${props.tone}`}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  );
}
