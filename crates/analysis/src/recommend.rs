//! Recommendation of items to members from what they saved, read or liked.
