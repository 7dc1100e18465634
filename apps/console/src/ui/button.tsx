import type { ComponentChildren, JSX } from 'preact';

import { Icon, type IconName } from './icons.tsx';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly icon?: IconName;
  /** Something that it started continues: it takes no second click, and keeps the focus. */
  readonly isBusy?: boolean;
  readonly onClick?: () => void;
}

export function Button(props: ButtonProps): JSX.Element {
  const { children, kind = 'plain', type = 'button', icon, isBusy = false, onClick } = props;
  return (
    <button
      type={type}
      class={`button button-${kind}`}
      aria-disabled={isBusy}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(props: {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'plain';
  readonly icon?: IconName;
}): JSX.Element {
  const { href, children, kind = 'plain', icon } = props;
  return (
    <a href={href} class={`button button-${kind}`}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </a>
  );
}
