//! Live pages: one hub per node, fed from the event log, over one WebSocket a page.
//!
//! The log is the source and its position the cursor, on every engine and with any number of
//! nodes: a node reads what is new, lets the slices draw it ([`Stage`]) and gives it to the
//! sockets that follow. Nothing travels between nodes but the hint that there is something new.
//! Each receiver is judged again at each delivery, so a right that ended a moment ago shows
//! nothing any more.

mod hub;
mod pump;
mod scene;
mod socket;
mod socketio;
#[cfg(test)]
mod tests;

pub use hub::{Follower, Frame as LiveFrame, Hub};
pub use pump::{Forget, run};
pub use scene::{Allowed, Audience, LiveEvent, Scene, SceneFace, Stage, Stages, Topic};
pub use socket::open;
pub(crate) use socketio::methods as socketio_methods;
