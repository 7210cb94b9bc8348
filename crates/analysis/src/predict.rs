//! Predictions about a member: falling silent, renewing, buying again, wanting a topic.
