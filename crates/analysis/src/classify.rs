//! Linear classifiers of text: what a post is about, and whether it offends.
