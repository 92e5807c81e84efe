// A modal: the platform's own dialog, which keeps the focus inside and gives it back.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../words';

interface Props {
  title: string;
  onClose: () => void;
  onSubmit?: () => void;
  foot: ComponentChildren;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, onSubmit, foot, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea, button)')?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey && onSubmit) {
          event.preventDefault();
          onSubmit();
        }
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <div class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="button plain" onClick={onClose}>
            {words.value.close} <kbd>Esc</kbd>
          </button>
        </div>
        <div class="dialog-body">{children}</div>
        <div class="dialog-foot">{foot}</div>
      </form>
    </dialog>
  );
}
