//! The acts that a [`Permit`](super::Permit) is for.

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $($(#[$doc])* #[derive(Debug)] pub enum $name {})*
    };
}
acts! {
    /// Reading a post whole, and its comments.
    ReadWhole,
    /// Opening a post in a space.
    OpenPost,
    /// Changing a post.
    EditPost,
    /// Deleting a post.
    DeletePost,
    /// Picking a post, closing its discussion, moving its gate.
    CurateSpace,
    /// Writing a comment below a post.
    WriteComment,
    /// Changing a comment.
    EditComment,
    /// Deleting a comment.
    DeleteComment,
    /// Showing a comment to everybody, or taking that back.
    FeatureComment,
    /// Accepting an answer.
    AcceptAnswer,
    /// Reacting, bookmarking.
    React,
    /// Making and changing spaces.
    ManageSpaces,
}
