//! Networks of members: who matters, who belongs together, how a thing spreads.
