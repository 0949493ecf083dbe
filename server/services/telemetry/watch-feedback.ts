/** A service of corrections, each of which is counted. */
import type { FeedbackService } from '../feedback/feedback-service.ts';
import type { Metrics } from './metrics.ts';

/** Answers as `feedback` does. */
export function watchFeedback(feedback: FeedbackService, metrics: Metrics): FeedbackService {
  return {
    ...feedback,
    async add(request, caller) {
      const receipt = await feedback.add(request, caller);
      metrics.feedbackAdded(request);
      return receipt;
    },
  };
}
