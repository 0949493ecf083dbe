/** Catches what breaks while a place is drawn, and says so instead of leaving an empty page. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import { shellWords } from '../i18n/shell.ts';
import { Button } from '../ui/button.tsx';

interface ErrorBoundaryProps {
  children: ReactNode;
  /** What has to be done before the same is drawn again. */
  onTryAgain?: () => void;
}

interface ErrorBoundaryState {
  failure: { message: string; remedy: string } | null;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null };

  static getDerivedStateFromError(thrown: unknown): ErrorBoundaryState {
    const { message, remedy } = toUndertoneError(thrown);
    return { failure: { message, remedy } };
  }

  private tryAgain(): void {
    this.props.onTryAgain?.();
    this.setState({ failure: null });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <div className="page">
        <h1 className="page-title">{failure.message}</h1>
        <p>{failure.remedy}</p>
        <p className="page-actions">
          <Button onClick={() => this.tryAgain()}>{shellWords.tryAgain}</Button>
          <Button kind="text" onClick={() => location.reload()}>
            {shellWords.reload}
          </Button>
        </p>
      </div>
    );
  }
}
