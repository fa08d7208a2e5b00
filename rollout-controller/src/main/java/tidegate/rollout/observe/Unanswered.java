package tidegate.rollout.observe;

import tidegate.kube.client.KubeError;

/**
 * A question that the API was asked for a snapshot and did not answer: the snapshot does without.
 *
 * @param subject for messages, such as {@code Service "web"}
 */
public record Unanswered(String subject, KubeError error) {}
